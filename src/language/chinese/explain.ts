// Chinese for the sentences of a report.

export const explain: Readonly<Record<string, string>> = {
  ', ': '、',
  '; ': '；',
  '.': '。',
  '. {0}.': '。{0}。',
  ' and ': ' 且 ',
  ' or ': ' 或 ',
  ' and {0}': ' 以及 {0}',
  ' (': '（',
  ')': '）',
  ': ': '：',
  '({0})': '（{0}）',
  ' ({0})': '（{0}）',
  '{0}.': '{0}。',
  ', {0}': '，{0}',
  ' {0}': '，{0}',
  ', {0} and {1}': '，{0}，{1}',
  ' {0} and {1}': '，{0}，{1}',
  '{0} ({1})': '{0}（{1}）',
  '{0}: {1}': '{0}：{1}',
  '{0} and {1}': '{0} 和 {1}',
  '{0}, and then {1}': '{0}，并 {1}',
  '{0} or {1}': '{0} 或 {1}',
  '{0}, {1}': '{0}，{1}',
  '{0} and {1} more': '{0} 以及另外 {1} 个',
  '{0} or {1} more': '{0} 或另外 {1} 个',
  '{0} and others': '{0} 等',
  ' and {0} more': '，另有 {0} 个',
  '{0} calls': '{0} 个调用',
  '{0} other calls': '{0} 个其他调用',
  '{0} more calls': '另有 {0} 个调用',
  '{0} more ways': '另有 {0} 条路径',
  '{0} more callers': '另有 {0} 个调用方',
  '{0} more steps': '另有 {0} 步',
  '{0} more reasons': '另有 {0} 个原因',
  '{0} more functions': '另有 {0} 个函数',
  '{0} functions': '{0} 个函数',

  // The answer.
  '{0} only ends the request side of the stream: that is a half-close ({1})': '{0} 只结束流的请求方向，即半关闭（{1}）',
  '{0} only ends the response side of the stream: it closes the response body ({1})':
    '{0} 只结束流的响应方向，即关闭响应体（{1}）',
  '{0} ends the stream, not the connection: its request side ({1}) and its response side ({2})':
    '{0} 结束的是流而不是连接：包括请求方向（{1}）和响应方向（{2}）',
  '{0} closes no connection': '{0} 不关闭任何连接',
  '{0} closes no connection: no way from it to one was found.': '{0} 不关闭任何连接：没有找到从它到连接的路径。',
  '{0} ends in {1}, which does nothing': '{0} 最终调用 {1}，而它什么也不做',
  '{0} ends in {1}, which do nothing': '{0} 最终调用 {1}，而它们什么也不做',
  'What {0} closes is up to {1}, and no value that the program makes is known to come there: what runs there cannot be said':
    '{0} 关闭什么取决于 {1}，而程序创建的值中没有已知会流到那里的，因此无法确定实际调用什么',
  'What {0} closes is up to {1}, and no values that the program makes are known to come there: what runs there cannot be said':
    '{0} 关闭什么取决于 {1}，而程序创建的值中没有已知会流到那里的，因此无法确定实际调用什么',
  '{0} (in module {1})': '{0}（模块 {1}）',
  '{0} in module {1}': '{0}，模块 {1}',
  'its own body': '其自身函数体',
  'the connection stays open, and nothing that the program calls closes it': '连接保持打开，程序的任何调用都不会关闭它',
  'the connection stays open, and as long as nothing fails, nothing that the program calls closes it':
    '连接保持打开，只要没有出错，程序的任何调用都不会关闭它',
  'the connection stays in a pool ({0}) to be used again, and as long as nothing fails, nothing that the program calls closes it':
    '连接留在池（{0}）中以备再次使用，只要没有出错，程序的任何调用都不会关闭它',
  'the connection stays in a pool ({0}) to be used again, and nothing that the program calls closes it':
    '连接留在连接池（{0}）中等待复用，程序的任何调用都不会关闭它',
  '{0} may wait in {1}': '{0} 可能在 {1} 中等待',
  'A goroutine that {0} may start {1}': '{0} 可能启动的一个 goroutine 会 {1}',
  '{0} goroutines that {1} may start {2}': '{1} 可能启动的 {0} 个 goroutine 会 {2}',
  '{0} does nothing: {1}.': '{0} 什么也不做：{1}。',
  'No way from {0} to a connection was found as far as the walk went.':
    '在已遍历的范围内，没有找到从 {0} 到连接的路径。',
  "What {0} closes is its users' choice: {1}": '{0} 关闭的是什么，由使用者决定：{1}',
  "What {0} reaches is its users' choice: {1}.": '{0} 会到达哪里，由使用者决定：{1}。',
  '{0}, where {1}': '{0}，其中 {1}',
  'No way from {0} to a connection was found.': '没有找到从 {0} 到连接的路径。',
  "On the caller's goroutine {0} {1}.": '在调用方的 goroutine 上，{0} {1}。',
  "As far as the walk went, {0} does not touch a connection on the caller's goroutine.":
    '在已遍历的范围内，{0} 不会在调用方的 goroutine 上操作连接。',
  "On the caller's goroutine {0} does not touch a connection; a goroutine that it wakes half-closes the stream ({1}).":
    '在调用方的 goroutine 上，{0} 不操作连接；它唤醒的 goroutine 会半关闭该流（{1}）。',
  "On the caller's goroutine {0} does not touch a connection.": '在调用方的 goroutine 上，{0} 不操作连接。',
  It: '它',
  '{0} ({1}) is never called: {2}.': '{0}（{1}）从不被调用：{2}。',
  'A goroutine that {0} may start {1}.': '{0} 可能启动的一个 goroutine 会 {1}。',
  '{0} goroutines that {1} may start {2}.': '{1} 可能启动的 {0} 个 goroutine 会 {2}。',
  '{0} {1}, for which {2} waits{3} on another goroutine; that goes on to {4}.':
    '{0} {1}，{2} 在另一个 goroutine 上等待该信号{3}；后者随后 {4}。',
  '{0} wakes {1} on another goroutine.': '{0} 唤醒另一个 goroutine 上的 {1}。',
  '{0} starts a goroutine that wakes {1} on goroutines that it does not start.':
    '{0} 启动的一个 goroutine 会唤醒 {1}，后者所在的 goroutine 不由它启动。',
  '{0} wakes {1} on goroutines that it does not start.': '{0} 唤醒 {1}，其所在的 goroutine 不由它启动。',
  '{0} may wait in {1}.': '{0} 可能在 {1} 中等待。',
  'Nothing that {0} reaches ends the wait for {1}.': '{0} 执行到的代码都不会结束对 {1} 的等待。',
  'The wait for {0} is ended by {1}, which nothing that {2} reaches starts.':
    '对 {0} 的等待由 {1} 结束，而 {2} 执行到的代码都不会启动后者。',
  is: '',
  are: '',
  'The walk was stopped at its limit: there is more than was looked at, and sites may have more callees than are shown.':
    '遍历达到上限后停止：还有未查看的部分，各调用点的被调函数可能多于所示。',
  'closes the {0} {1}': '关闭 {0} {1}',
  'sends on the {0} {1}': '向 {0} {1} 发送',
  'signals the {0} {1}': '通知 {0} {1}',
  ' in {0}': '（在 {0} 中）',
  'half-close the stream by {0} with {1} true {2}': '调用 {0}（{1} 为 true）半关闭流{2}',
  'call {0} {1}': '调用 {0}{1}',
  '{0}, which ends such a wait, may be waiting itself, in {1} ({2}).':
    '结束这种等待的 {0} 自己也可能在 {1}（{2}）中等待。',
  'Nothing in the program calls {0}.': '程序中没有任何代码调用 {0}。',
  'through an interface or a function value': '经由接口或函数值',
  '; {0} of the {1} calls {2} {3}': '；{1} 个调用中有 {0} 个 {3}',
  '{0} {1}: {2}{3}.': '{0} {1}：{2}{3}。',
  'One function calls': '一个函数调用',
  '{0} functions call': '{0} 个函数调用',
  'no function that is known': '没有已知的函数',
  'one function': '一个函数',
  'Called from {0}, the call at {1} in {2} reaches {3}.': '从 {0} 出发，{2} 中 {1} 处的调用会执行到：{3}。',

  // What was assumed.
  with: '启用',
  without: '不启用',
  ' with {0}': '，带 {0}',
  'The code is read for {0} on {1}/{2}, {3} cgo{4}.': '代码按 {0}、{1}/{2} 读取，{3} cgo{4}。',
  'The code is read for {0} on {1}/{2}, {3} cgo; what runs is {4} and all that it reaches.':
    '代码按 {0}、{1}/{2} 读取，{3} cgo；运行的是 {4} 及其执行到的全部代码。',
  '--goos, --goarch, --tags, --cgo, and the packages': '--goos、--goarch、--tags、--cgo 以及包参数',
  'What reflection may write to, such as a field with a tag, counts as set.':
    '反射可能写入的内容（例如带标签的字段）视为已被设置。',
  "On the caller's goroutine {0} does not touch a connection; a goroutine that it starts or wakes may close one ({1}).":
    '在调用方的 goroutine 上，{0} 不操作连接；它启动或唤醒的 goroutine 可能关闭某个连接（{1}）。',
  '{0} comes to no call that lets go of something; called through the same interface, {1} does.':
    '{0} 不会执行到任何释放资源的调用；经由同一接口调用的 {1} 则会。',
  '{0} comes to no call that lets go of something; called through the same interface, {1} do.':
    '{0} 不会执行到任何释放资源的调用；经由同一接口调用的 {1} 则会。',
  '{0} ends in a call of {1} ({2}), which does nothing: {3}. It lets go of nothing.':
    '{0} 止于对 {1}（{2}）的调用，后者什么也不做：{3}。它什么都不释放。',
  '{0} ends in a call of {1} ({2}), which does nothing: {3}. It lets go of nothing; called through the same interface, {4} does.':
    '{0} 止于对 {1}（{2}）的调用，后者什么也不做：{3}。它什么都不释放；经由同一接口调用的 {4} 则会。',
  '{0} ends in a call of {1} ({2}), which does nothing: {3}. It lets go of nothing; called through the same interface, {4} do.':
    '{0} 止于对 {1}（{2}）的调用，后者什么也不做：{3}。它什么都不释放；经由同一接口调用的 {4} 则会。',
  '{0} on another goroutine, which {1} can start, and perhaps others whose calls are not told apart: before that nothing wakes it.':
    '{0} 在另一个 goroutine 上，{1} 能启动该 goroutine，无法区分的其他调用或许也能：在此之前没有代码能唤醒等待者。',
  'No context is watched there.': '该处没有监听任何 context。',
  'No context is watched there. On the way to {0} the end of {1} is watched in {2}':
    '该处没有监听任何 context。在执行到 {0} 之前，{2} 会监听 {1} 的结束',
  '{0}, but not in {1}: as long as the goroutine waits there, the end of the context changes nothing.':
    '{0}，但 {1} 没有监听：该 goroutine 在那里等待期间，context 结束也不起作用。',
  '{0} may come there, as far as calls are told apart.': '在能够区分调用的范围内，{0} 可能执行到那里。',
  'the end of {0}': '{0} 的结束',
  'a channel that {0} closes beforehand': '{0} 事先关闭的 channel',
  'Nothing in the program imports {0}: it is there because it was asked about, with what it imports.':
    '程序中没有代码导入 {0}：因为问到了它，才连同它导入的包一起读入。',
  'Values flow in from {0} and what it imports; of other programs nothing is known.':
    '值来自 {0} 及其导入的包；对其他程序一无所知。',
  'The main packages are a library: whoever uses it may call its exported functions, and hand them anything.':
    '主模块的包是一个库：使用者可以调用其导出函数，并传入任何值。',
  '{0} holds {1}, as asked.': '按要求假定 {0} 持有 {1}。',
  'field {0} at {1}': '字段 {0}（{1}）',
  'What sets {0} is taken to set it in another object than those of this trace: what makes these does not hand them there.':
    '设置 {0} 的代码视为作用于本次追踪之外的对象：创建这些对象的代码没有把它们交到那里。',
  'What sets fields at {0} places outside the trace, such as {1}, is taken to set them in other objects than those of this trace: what makes these does not hand them there.':
    '追踪之外有 {0} 处设置字段，例如 {1}，视为作用于本次追踪之外的对象：创建这些对象的代码没有把它们交到那里。',
  'A pointer': '指针',
  'A value': '值',
  '{0} of type {1} comes in at {2}: where it is made is not traced.':
    '类型为 {1} 的 {0} 在 {2} 处传入：未追踪它在何处创建。',
  '{0} in {1}: {2}': '{1} 中的 {0}：{2}',
  'a call': '一处调用',

  // Hops and where they end.
  unknown: '未知',
  'the branch is never taken': '该分支从不执行',
  'promoted through the embedded {0}': '经由嵌入字段 {0} 提升',
  '{0} to the same ends': '{0} 通向同样的终点',
  '{0} {1} ends the wait for it in {2}': '{0} {1} 结束 {2} 中对它的等待',
  'the last of': '最后一次',
  'a signal on': '一次通知',
  'a send on {0}': '向 {0} 发送',
  'the receive from it': '对它的接收',
  'the receive from {0}, the same channel,': '对同一 channel {0} 的接收',
  '{0} wakes {1} in {2}': '{0} 唤醒 {2} 中 {1}',
  '{0}, shown elsewhere': '{0}，在别处列出',
  'the program begins here': '程序从这里开始',
  'nothing in the program calls it': '程序中没有任何代码调用它',
  'the function is among those that it reaches above': '该函数已在上方列出',
  'its callers are not looked for; --depth shows more': '未查找它的调用方；--depth 可显示更多',
  'more callers are not shown': '更多调用方未显示',
  'never called: {0}': '从不调用：{0}',
  'static call': '静态调用',
  'no body: implemented outside Go': '无函数体：在 Go 之外实现',
  'does nothing: {0}': '什么也不做：{0}',
  'nothing is known to flow here': '没有已知的值流到这里',
  '; and {0}': '；{0}',
  'what was looked for': '要找的目标',
  'the function has no body in Go: it is assembly, or linked in': '该函数没有 Go 函数体：由汇编实现或链接进来',
  'the source of the function is not here': '这里没有该函数的源码',
  'the function does nothing: {0}': '该函数什么也不做：{0}',
  'the function is among its own callers above': '该函数在上方自己的调用方之中',
  'nothing below leads on': '往下没有通路',
  ', which nothing that is reached from here closes or sends to': '，而从这里执行到的代码都不关闭它，也不向它发送',
  'deeper than {0}; --depth shows more': '深度超过 {0}；--depth 可显示更多',
  'more than {0} hops are not shown': '超过 {0} 步，其余未显示',
  '{0} closes ({1})': '{0} 会关闭它（{1}）',
  '{0} signals ({1})': '{0} 会通知它（{1}）',
  ', which {0}': '，{0}',
  ', which {0}: nothing that is reached from here starts that': '，{0}：从这里执行到的代码都不会启动它',
  'calls into {0} are not followed': '未跟踪进入 {0} 的调用',
  'What {0} is named and not followed: the program itself has another value there.':
    '{0} 才会有的，只指出而不跟踪：程序自身在那里用的是另一个值。',
  'it is there only with that setting, and not followed': '只有在该设置下才会出现，未跟踪',

  // The way of a value.
  'assumed to be {0}': '假定为 {0}',
  '{0} is made': '创建 {0}',
  made: '创建',
  'converted to {0}': '转换为 {0}',
  converted: '转换',
  'assigned to {0}': '赋给 {0}',
  assigned: '赋值',
  'passed as {0}': '作为 {0} 传入',
  'passed as an argument': '作为参数传入',
  'the receiver {0}': '接收者 {0}',
  'the receiver': '接收者',
  'returned by {0}': '由 {0} 返回',
  returned: '返回',
  'stored in field {0}': '存入字段 {0}',
  'read from field {0}': '读自字段 {0}',
  'an element of {0}': '{0} 的元素',
  'kept as an element': '作为元素保存',
  'sent over {0}': '经 {0} 发送',
  'received from a channel': '从 channel 接收',
  'captured as {0}': '捕获为 {0}',
  captured: '被捕获',
  'embedded as {0}': '嵌入为 {0}',
  embedded: '嵌入',
  '{0} ranges over it': '{0} 遍历它',
  'ranged over': '被遍历',
  'asserted to be {0}': '断言为 {0}',
  asserted: '断言',
  'copied with {0}': '随 {0} 复制',
  copied: '复制',
  assumed: '假定',
  'called as {0}': '以 {0} 调用',
  called: '调用',
  'the function literal': '函数字面量',
  'the function': '该函数',
  'the function {0}': '函数 {0}',
  '{0} is {1}{2}': '{0} 是 {1}{2}',
  '{0} may hold a value with this method': '{0} 可能持有带此方法的值',
  ', {0} or one of {1} more types with this method': '、{0} 或另外 {1} 种带此方法的类型之一',
  '{0} holds {1}{2}{3}': '{0} 持有 {1}{2}{3}',
  'the method value {0}': '方法值 {0}',
  'the {0}': '{0}',
  'the called value': '被调用的值',
  'the operand': '操作数',
  'at {0}': '位于 {0}',
  'taken at {0}': '取自 {0}',
  'assumed at {0}': '假定于 {0}',
  'made at {0}': '创建于 {0}',
  '{0} at {1}': '{0}（{1}）',
  '{0} (at {1})': '{0}（位于 {1}）',

  // Ways to a function.
  ' on the same goroutine': '（同一 goroutine）',
  'every call that was searched has known callees': '查找过的每个调用都有已知的被调函数',
  '{0} with callees that are not known could hide one': '{0} 的被调函数未知，其中可能隐藏着路径',
  'No path{0} from {1} to {2} was found before the walk was stopped at its limit; {3}.':
    '遍历达到上限停止之前，没有找到从 {1} 到 {2} 的路径{0}；{3}。',
  'No path{0} leads from {1} to {2}; {3}.': '没有从 {1} 到 {2} 的路径{0}；{3}。',
  ' and more': '及更多',
  'The likeliest path from {0} to {1} has {2}{3}.': '从 {0} 到 {1} 最可能的路径有 {2}{3}。',
  'Paths lead from {0} to {1} through {2} calls behind which nothing is asked any more: {3}{4}. Of each the likeliest is shown{5}.':
    '从 {0} 到 {1} 的路径经过 {2} 个调用，这些调用之后不再有任何条件：{3}{4}。每个调用只列出最可能的一条路径{5}。',
  ' and others': '等',
  '; {0} on the way': '；途中 {0}',
  'it starts a goroutine': '启动了 goroutine',
  'each of them starts a goroutine': '每条都启动了 goroutine',
  ', on one goroutine': '，在同一 goroutine 上',
  'It is taken': '它',
  'Each of them is taken': '每条路径',
  ' {0} only after an error: {1}.': '{0} 只在出错之后才会走到：{1}。',

  // Custody.
  'Nothing that the program runs brings a value to {0}.': '程序运行的代码都不会把值带到 {0}。',
  'No call in the program releases what {0} holds.': '程序中没有任何调用释放 {0} 持有的东西。',
  'One call releases it, in {0}.': '有一个调用会释放它，在 {0} 中。',
  '{0} calls release it, in {1}.': '有 {0} 个调用会释放它，在 {1} 中。',
  ' No function of the main module that other code may call reaches it on the goroutine that calls.':
    '主模块中其他代码可以调用的函数，没有一个在调用方的 goroutine 上执行到释放操作。',
  'No function of the main module that other code may call reaches it on the goroutine that calls.':
    '主模块中其他代码可以调用的函数，没有一个在调用方的 goroutine 上执行到释放操作。',
  'Of what other code may call, {0} reaches it.': '其他代码可以调用的函数中，{0} 会执行到释放操作。',
  'Of what other code may call, {0} functions reach it: {1}.':
    '其他代码可以调用的函数中，有 {0} 个会执行到释放操作：{1}。',
  'A goroutine reaches it: {0}.': '有一个 goroutine 会执行到释放操作：{0}。',
  '{0} goroutines reach it, each under the conditions below: {1}.':
    '有 {0} 个 goroutine 会执行到释放操作，各自受下列条件限制：{1}。',
  '{0} would too, but nothing that the program runs reaches {1} under conditions that can hold.':
    '{0} 也会，但程序运行的代码在可能成立的条件下都到不了那里。',
  it: '它',
  them: '它们',
  Acquired: '获取',
  'Nothing brings a value to {0}.': '没有任何代码把值带到 {0}。',
  What: '资源',
  'Made at': '创建位置',
  'Way to where it is held': '到持有处的路径',
  'Held by': '持有者',
  'No field, variable or goroutine of the program holds it.': '程序中没有字段、变量或 goroutine 持有它。',
  Holder: '持有者',
  At: '位置',
  Holds: '持有',
  'By what it lets go': '如何释放',
  'the goroutine of ': 'goroutine：',
  'the resource': '该资源',
  'its end': '它的结束',
  'as above': '同上',
  ' does nothing: {0}': '什么也不做：{0}',
  ' would, but nothing that runs calls it': '会释放，但运行的代码都不调用它',
  ': nothing that runs calls it': '：运行的代码都不调用它',
  ' reaches the release': '会执行到释放操作',
  'the interface of the field hides ': '字段的接口类型隐藏了 ',
  nothing: '无',
  'What can release it': '谁能释放它',
  'No call in the program does.': '程序中没有这样的调用。',
  ' in ': '，位于 ',
  ' is the release; below stand those that decide about it.': '，这就是释放操作；下表列出决定它是否执行的代码。',
  ' are the releases; below stand those that decide about them.':
    '，这些就是释放操作；下表列出决定它们是否执行的代码。',
  Who: '谁',
  'By the call': '通过调用',
  'Only if': '仅当',
  'How it is reached': '如何执行到那里',

  // Facts.
  'The connection opened at {0} is kept in {1}, and may be released: as far as calls are told apart, {2} can reach that.':
    '在 {0} 处建立的连接保存在 {1} 中，可能被释放：在能够区分调用的范围内，{2} 可以执行到释放操作。',
  'The connection opened at {0} stays open in {1}: no call from main or from an exported function of the main module leads to closing it.':
    '在 {0} 处建立的连接一直没有关闭，保存在 {1} 中：从 main 或主模块的导出函数出发，没有任何调用会关闭它。',
  'The interfaces of {0} hide {1}: from there only a type assertion gets to it.':
    '{0} 的接口类型隐藏了 {1}：从那里只有通过类型断言才能调用。',
  'The interface of {0} hides {1}: from there only a type assertion gets to it.':
    '{0} 的接口类型隐藏了 {1}：从那里只有通过类型断言才能调用。',
  'As long as it runs, the goroutine of {0} keeps it, whoever else lets go of it.':
    '只要 {0} 的 goroutine 还在运行，就一直持有它，无论其他持有者是否已经释放。',
  ' As long as it runs, the goroutine of {0} keeps it, whoever else lets go of it: the garbage collector does not free it.':
    '只要 {0} 的 goroutine 还在运行，它就一直持有该资源，不论其他持有者是否放手：垃圾回收不会释放它。',
  ' As long as they run, the goroutines of {0} keep it, whoever else lets go of it: the garbage collector does not free it.':
    '只要 {0} 的 goroutine 还在运行，它们就一直持有该资源，不论其他持有者是否放手：垃圾回收不会释放它。',
  'The {0} made at {1} is given {2} only: {3}.': '在 {1} 创建的 {0} 只设置了 {2}：{3}。',
  'The {0} made at {1} is given no settings: {2}.': '在 {1} 创建的 {0} 没有任何设置：{2}。',
  'The connection opened at {0} stays open in {1}: as long as nothing fails, no call from main or from an exported function of the main module leads to closing it.':
    '在 {0} 打开的连接一直留在 {1} 中：只要没有出错，从 main 或主模块导出函数开始的任何调用都不会关闭它。',
  'only when something has failed does {0} close it': '只有在出错之后，{0} 才会关闭它',
  'When something has failed, also: {0}.': '出错之后还有：{0}。',
  'an error ({0}): {1}: {2}': '出错（{0}）时 {1}：{2}',
  'What can still close it, each on a goroutine of its own: {0}.': '仍可能关闭它的，各在单独的 goroutine 上：{0}。',
  '{0} is called by {1}.': '{0} 由 {1} 调用。',
  'The connection in {0} may be released: as far as calls are told apart, {1} can reach that.':
    '{0} 中的连接可能会被释放：就调用可区分的程度而言，{1} 可以做到。',
  '{0} reaches it by a goroutine that it starts and waits for.': '{0} 通过它启动并等待的 goroutine 到达该释放。',
  '{0} reach it by goroutines that are started there and waited for.':
    '{0} 通过在那里启动并等待的 goroutine 到达该释放。',
  'Nothing else can close it.': '没有其他代码能关闭它。',
  '{0} if {1} ({2})': '{0}，条件是 {1}（{2}）',
  '{0} on another goroutine, which {1} can start, and perhaps others whose calls are not told apart.':
    '{0}在另一个 goroutine 上，可由 {1} 启动，也许还有其调用未能区分的其他代码。',
  '{0} on another goroutine, which only {1} can start.': '{0}在另一个 goroutine 上，只有 {1} 能启动它。',
  'Called before that, {0} waits for what was never started, and the end of a context does not help.':
    '在此之前调用，{0} 等待的是从未启动的 goroutine，结束 context 也无济于事。',
  'Called before that, {0} wait for what was never started, and the end of a context does not help.':
    '在此之前调用，{0} 等待的是从未启动的 goroutine，结束 context 也无济于事。',
  'Nothing that the program runs calls {0}.': '程序运行的代码都不调用 {0}。',
  'Nothing that the program runs comes to {0}.': '程序运行的代码都不会执行到 {0}。',
  'Nothing that the program runs is known to come to {0}.': '尚未得知程序运行的代码会执行到 {0}。',
  '{0} is reached {1}.': '{1}会执行到 {0}。',
  ', and ': '，以及',
  'from the goroutine that is started at {0}': '在 {0} 启动的 goroutine ',
  'from goroutines that are started at {0}': '在 {0} 启动的各 goroutine ',
  'from {0}': '{0} ',
  'from goroutines that are started at {0} places': '在 {0} 处启动的 goroutine ',
  'from {0} functions that other code may call': '其他代码可以调用的 {0} 个函数',
  'from {0}, which other code may call': '其他代码可以调用的 {0} ',
  'Whether it is from {0}, where too much comes together, was not decided.':
    '另有 {0}，那里汇集的东西太多，未能判定是否会执行到。',
  '{0} other place': '{0} 处',
  '{0} other places': '{0} 处',
  'Each call of these ways goes there with what comes to it on that way, and no two conditions on a way contradict one another in what they say of a value that does not change on it. What only maps, other containers or the standard library hand on is not told apart by object, and whether other conditions on strings, numbers and events hold is not decided. Of each beginning the first way is the shortest; further ones go through calls that no way above goes through. A step with the word go runs on a goroutine of its own.':
    '这些路径上的每个调用，都按该路径上传来的值确能到达所示函数；同一路径上没有两个条件对途中不变的值说法相反。只经由 map、其他容器或标准库传递的值不按对象区分，字符串、数字和事件上的其他条件是否成立不作判断。每个起点的第一条路径最短；其余路径经过前面各条都未经过的调用。带 go 的一步在自己的 goroutine 上运行。',
  '{0} fails, or the loop around it ends otherwise': '{0} 失败，或其所在循环以其他方式结束',
  'When {0} fails, or the loop around it ends otherwise, {1} wakes {2}.':
    '当 {0} 失败或其所在循环以其他方式结束时，{1} 唤醒 {2}。',
  'When {0} fails, or the loop around it ends otherwise, {1} runs.':
    '当 {0} 失败或其所在循环以其他方式结束时，执行 {1}。',
  '; or ': '；或 ',
  'nobody at once: that is set on which {0} ({1}) releases the connection':
    '不立即唤醒：所设之值是 {0}（{1}）释放连接的条件',
  'see who releases it': '见谁释放它',
  'It sets {0} ({1}), on which {2} releases the connection ({3}).': '它设置 {0}（{1}），{2} 据此释放连接（{3}）。',
  ' would, but as things are nothing comes to that': '本可释放，但目前没有执行能到达该处',
  'It does set to nil: {0}.': '它只把以下字段置为 nil：{0}。',
  'The program never makes a {0}, so nothing in it comes to {1}.': '该程序从不创建 {0}，因此其中没有代码会执行到 {1}。',
  '{0} (or on another way that the table has)': '{0}（或经表中的其他路径）',
  'the end of what is read': '读取的结束',
  'Who reaches {0}': '谁会执行到 {0}',

  '{0} waits in {1} for what the other side sends: only that, the end of the connection or a close of it unblocks it.':
    '{0} 在 {1} 中等待对端发送数据：只有对端发送、连接结束或连接被关闭才能让它继续。',

  // What helps.
  'What helps today, and what a fix would touch': '目前的解决办法，以及修复涉及的位置',
  'when nothing uses its connections any more': '在不再有代码使用其连接时',
  'when nothing uses its connections any more, so after {0}': '在不再有代码使用其连接时，也就是在 {0} 之后',
  'Today: call {0} ({1}) on the {2} made at {3}, {4}.': '目前可以：{4}，对 {3} 处创建的 {2} 调用 {0}（{1}）。',
  'Today: call {0} ({1}) on the {2} made at {3}, {4}: it closes a connection only if {5}.':
    '目前可以：{4}，对 {3} 处创建的 {2} 调用 {0}（{1}）；仅当 {5} 时它才会关闭连接。',
  'A fix in the library could call {0} ({1}) on the {2} made at {3}, {4}.':
    '库中的修复可以：{4}，对 {3} 处创建的 {2} 调用 {0}（{1}）。',
  'A fix in the library could call {0} ({1}) on the {2} made at {3}, {4}: it closes a connection only if {5}.':
    '库中的修复可以：{4}，对 {3} 处创建的 {2} 调用 {0}（{1}）；仅当 {5} 时它才会关闭连接。',
  'A fix in the library could call {0} ({1}) on the {2} made at {3}, which the program does not hold itself.':
    '库中的修复可以对 {3} 处创建的 {2} 调用 {0}（{1}）；程序自身拿不到该对象。',
  'To copy: in {0}, in place of the statement at {1}:': '可直接复制：在 {0} 中，替换 {1} 处的语句：',
  'To copy: in {0}, after the statement at {1}:': '可直接复制：在 {0} 中，放在 {1} 处的语句之后：',
  'set {0} ({1})': '设置 {0}（{1}）',
  'set {0} ({1}) on the one made at {2}': '在 {2} 处创建的对象上设置 {0}（{1}）',
  'A fix in the library could {0}. Then {1} is started ({2}) and closes it.':
    '库中的修复可以{0}。这样会启动 {1}（{2}），由它关闭连接。',
  'A fix in the library could {0}. Then {1} is started ({2}) and closes it only if {3}.':
    '库中的修复可以{0}。这样会启动 {1}（{2}），仅当 {3} 时由它关闭连接。',
  'Today, in part: {0}. Then {1} is started ({2}) and closes it.':
    '目前可部分解决：{0}。这样会启动 {1}（{2}），由它关闭连接。',
  'Today, in part: {0}. Then {1} is started ({2}) and closes it only if {3}.':
    '目前可部分解决：{0}。这样会启动 {1}（{2}），仅当 {3} 时由它关闭连接。',
  'A fix in the library would touch {0} ({1}), which does nothing.': '库中的修复会涉及 {0}（{1}），它目前什么也不做。',
  'A fix in the library would have to get past {0}, whose interface has no release.':
    '库中的修复需要绕过 {0}，其接口没有释放方法。',
  'A fix in the library would have to get past {0}, whose interfaces have no release.':
    '库中的修复需要绕过 {0}，它们的接口都没有释放方法。',

  // Where closing is missing.
  'Where closing is missing': '缺少关闭的地方',
  Resource: '资源',
  'Opened at': '打开位置',
  'Used again': '如何复用',
  'What would release it': '怎样释放它',
  'Why that never runs': '为什么没有执行',
  'it runs where other code calls that': '其他代码调用它时才会执行',
  'nothing calls it': '没有代码调用它',
  'nothing calls them': '没有代码调用它们',
  'nothing calls it, and the program does not hold that itself': '没有代码调用它，程序自身也拿不到该对象',
  'there is none': '没有这样的调用',
  '{0} on the {1} made at {2}': '对 {2} 处创建的 {1} 调用 {0}',
  'What else can close it': '此外什么情况会关闭它',
  'no call that the program could make': '程序没有可用的调用',
  'the other side closes it, or reading fails: then the goroutine of {0} ends, and {1} closes it: {2}':
    '对端关闭连接或读取失败：此时 {0} 的 goroutine 结束，由 {1} 关闭它：{2}',
  'an error ({0}): {1} on the goroutine of {2}: {3}': '出错（{0}）：{1}，在 {2} 的 goroutine 上：{3}',
  'if {0}: {1} on the goroutine of {2}: {3}': '仅当 {0}：{1}，在 {2} 的 goroutine 上：{3}',
  'no map keeps it under a key': '没有 map 以键保存它',
  '{0} on the goroutine of {1}: {2}': '{0}，在 {1} 的 goroutine 上：{2}',
  'Where a release belongs': '应在哪里释放',
  'not known': '未知',
  ', and as long as it runs by the goroutine of {0}': '；此外，{0} 的 goroutine 在运行期间也持有它',
  ', and as long as they run by the goroutines of {0}': '；此外，{0} 的 goroutine 在运行期间也持有它',
  '{0} does not release it, since {1}': '{0} 不会释放它，因为 {1}',
  '{0} is never started, since {1}': '{0} 从不启动，因为 {1}',
  '{0} is never started, since {1}: the field is not exported, so it takes a call of a function of its package that sets it':
    '{0} 从不启动，因为{1}：该字段未导出，须调用其所在包中会设置它的函数',
  'nothing that the program runs calls {0}': '程序运行的代码都不调用 {0}',
  'only goroutines of their own reach {0}': '只有单独的 goroutine 会执行到 {0}',
  'the others are called': '其余的会被调用',
  'what other code may call can release it': '其他代码可以调用的函数可以释放它',
  'in {0}, which does nothing: {1}': '在 {0} 中，目前它什么也不做：{1}',
  'in a method of {0}, which has none that does ({1})': '在 {0} 的方法中，目前它没有能执行到释放操作的方法（{1}）',

  // Where it ends.
  'Where it ends': '调用链的终点',
  'The first {0} of {1} ends.': '{1} 个终点中的前 {0} 个。',
  End: '终点',
  'Called at': '调用位置',
  Goroutine: 'Goroutine',
  'Why it ends there': '为什么止于此',
  "the caller's": '调用方的',

  // Waits.
  '{0} {1} at {2}': '{0} 在 {2} 处 {1}',
  '{0} only if that is possible at once: the select has a default.': '{0}，仅当能立即完成：该 select 有 default。',
  ' Another case of the select may unblock it too.': '该 select 的其他 case 也可能让它继续。',
  '{0}, and nothing in the program {1}: it waits for ever.{2}': '{0}，而程序中没有任何代码 {1}：它会永远等待。{2}',
  '{0}; what would wake it is never reached as the program is: {1}.{2}':
    '{0}；能唤醒它的代码在当前程序中永远到不了：{1}。{2}',
  '{0} until {1} unblocks it.{2}': '{0}，直到 {1} 让它继续。{2}',
  '{0}, but the channel is always nil, since {1}: nothing unblocks it.{2}':
    '{0}，但该 channel 始终为 nil，因为 {1}：没有代码能让它继续。{2}',
  '{0} waits in the select at {1}': '{0} 在 {1} 的 select 处等待',
  '{0}, and nothing that the program runs unblocks one of its cases.':
    '{0}，而程序运行的代码都不会使它的任何 case 就绪。',
  '{0} until {1} unblocks one of its cases.': '{0}，直到 {1} 使其中一个 case 就绪。',
  'Nothing that the program runs unblocks the case at {0}.': '程序运行的代码都不会使 {0} 处的 case 就绪。',
  'Nothing that the program runs unblocks the cases at {0}.': '程序运行的代码都不会使 {0} 处的 case 就绪。',
  '{0} on another goroutine, which only {1} can start: before that nothing wakes it.':
    '{0} 在另一个 goroutine 上，只有 {1} 能启动该 goroutine：在此之前没有代码能唤醒等待者。',
  'It runs': '它运行',
  'Each of these runs': '它们都运行',
  'It may wait for something itself before it gets there; while it does, nothing wakes it.':
    '它可能在执行到那里之前先等待别的事件；在此期间没有代码能唤醒等待者。',
  'Each of these may wait for something itself before it gets there; while all of them do, nothing wakes it.':
    '它们都可能在执行到那里之前先等待别的事件；只要它们全都在等待，就没有代码能唤醒等待者。',
  'Who can wake {0}': '谁能唤醒 {0}',
  'It waits at ': '它等待在 ',
  ' The select has other cases.': '该 select 还有其他 case。',
  Waker: '唤醒者',
  By: '通过',
  'Who can start it': '谁能启动它',
  'Where it may wait first': '此前可能在哪里等待',
  'runs where it is called': '在调用处运行',
  'no function that other code may call': '其他代码可以调用的函数都不能启动它',
  '; and {0} more': '；另有 {0} 处',
  Case: 'case',
  'in what is called by ': '在其调用的代码中：',
  'no wait was found': '未发现等待',
  'waits to receive': '等待接收',
  'waits to send': '等待发送',
  waits: '等待',
  'receives from the channel': '从该 channel 接收',
  'ends that wait': '结束这一等待',
  'sends to the channel or closes it': '向该 channel 发送或关闭它',

  // Conditions and ways.
  ', which never holds: ': '，该条件恒不成立：',
  ', which never happens: ': '，这从不发生：',
  'in any case': '无条件',
  ', started at ': '，启动于 ',
  ' only if ': '，仅当 ',
  ' → {0} more calls': ' → 另有 {0} 个调用',
  ' at ': '，位于 ',
  ' if ': '，条件 ',
  'the runtime': 'runtime',
  'other code may call it': '其他代码可以调用它',
  'other code may call': '其他代码可以调用',
  'the program’s': '程序的',
  'during initialization': '初始化期间',
  'during initialization, from': '初始化期间，自',
  'on the goroutine': 'goroutine',
  'the runtime or another package calls it back': '由 runtime 或其他包回调',
  'called back:': '回调：',
  'nothing that the program runs calls it': '程序运行的代码都不调用它',
  'nothing that the program runs calls': '程序运行的代码都不调用',
  'In {0}: {1}': '在 {0} 中：{1}',
  '{0} does nothing': '{0} 什么也不做',
  '{0} has a body that does nothing.': '{0} 的函数体什么也不做。',
  '{0} have a body that does nothing.': '{0} 的函数体什么也不做。',
  'Of what {0} may call, {1} has a body that does nothing.': '在 {0} 可能调用的函数中，{1} 的函数体什么也不做。',
  'Of what {0} may call, {1} have a body that does nothing.': '在 {0} 可能调用的函数中，{1} 的函数体什么也不做。',
  '{0} if {1} ({2}; {3})': '{0}，条件是 {1}（{2}；{3}）',
  'it is opened at {0} and held in {1}': '它在 {0} 处建立，保存在 {1} 中',
  '{0} runs, but does not reach the release on its own goroutine.':
    '{0} 会运行，但在自己的 goroutine 上不会执行到释放操作。',
  '{0} run, but do not reach the release on their own goroutines.':
    '{0} 会运行，但在各自的 goroutine 上都不会执行到释放操作。',
  ' runs, but does not reach the release on its own goroutine': '会运行，但在自己的 goroutine 上执行不到释放操作',
  '{0} ends both sides of the stream ({1}, {2}), not the connection': '{0} 结束流的两个方向（{1}、{2}），但不关闭连接',
  '{0} only half-closes the stream ({1})': '{0} 只半关闭该流（{1}）',
  '{0} only closes the response body of the stream ({1})': '{0} 只关闭该流的响应体（{1}）',
  'No value comes to {0}: only {1} sets {2}, and nothing that the program runs calls it':
    '没有值流到 {0}：只有 {1} 设置 {2}，而程序运行的代码都不调用它',
  'No value comes to {0}: only {1} set {2}, and nothing that the program runs calls them':
    '没有值流到 {0}：只有 {1} 设置 {2}，而程序运行的代码都不调用它们',
  'what {0} closes cannot be said of this program, which never calls {1}: ask in one that does':
    '{0} 关闭什么，就此程序而言无法断定，因为它从不调用 {1}：请在调用它的程序中提问',
  'All that {0} calls to let go of something is {1}, which does nothing':
    '{0} 为释放资源而调用的只有 {1}，而它什么也不做',
  'All that {0} calls to let go of something is {1}, which do nothing':
    '{0} 为释放资源而调用的只有 {1}，而它们什么也不做',
  'by whoever comes with the same {0} through the same {1}: {2} hands it out again at {3}':
    '由经由同一个 {1}、带着同一个 {0} 的调用使用：{2} 在 {3} 处再次交出它',
  ' By {0} it is only dropped from there.': '{0} 只把它从中移除。',
  'When nobody uses it any more it stays in {0} under the key {1}; {2} to whoever comes with the same key through the same owner.':
    '不再使用后，它以 {1} 为键留在 {0} 中；{2}给经由同一持有者、带着同一个键的调用。',
  'When nobody uses it any more it stays in {0} under the key {1}; {2} to whoever comes with the same key through the same {3}: each makes its own ({4}).':
    '不再使用后，它以 {1} 为键留在 {0} 中；{2}给经由同一个 {3}、带着同一个键的调用：每个 {3} 都创建自己的一份（{4}）。',
  '{0} on the {1} made at {2} would lead to closing it.': '对 {2} 处创建的 {1} 调用 {0} 会关闭它。',
  '{0} on the {1} made at {2} would lead to closing it, but the program does not hold that itself.':
    '对 {2} 处创建的 {1} 调用 {0} 会关闭它，但程序自身并不持有该对象。',
  '{0} on the {1} made at {2} would close it': '对 {2} 处创建的 {1} 调用 {0} 可以关闭它',
  '{0} on the {1} made at {2} would close it, but the program does not hold that itself':
    '对 {2} 处创建的 {1} 调用 {0} 可以关闭它，但程序自身并不持有该对象',
  'A fix in the library could {0}. Then {1} is started ({2}), which closes it when {3} fails: one that works and that nobody uses stays open.':
    '库中的修复可以{0}。这样会启动 {1}（{2}），在 {3} 失败时由它关闭连接；仍然可用但空闲的连接不会关闭。',
  'Today, in part: {0}. Then {1} is started ({2}), which closes it when {3} fails: one that works and that nobody uses stays open.':
    '目前可部分解决：{0}。这样会启动 {1}（{2}），在 {3} 失败时由它关闭连接；仍然可用但空闲的连接不会关闭。',
  '{0} waits for ever at {1} unless {2} was called before': '除非之前调用过 {2}，{0} 会在 {1} 处永远等待',
  '{0} wait for ever at {1} unless {2} was called before': '除非之前调用过 {2}，{0} 会在 {1} 处永远等待',
  'the end of a context does not end the wait at {0} as long as the goroutine that would end it waits in {1}':
    '只要本应结束该等待的 goroutine 还在 {1} 中等待，context 结束就不会结束 {0} 处的等待',
  '{0} until the time of {1} has come.': '{0}，直到 {1} 到时。',
  'For what was asked about, nothing unblocks the case at {0}.': '就所问的函数而言，没有代码会使 {0} 处的 case 就绪。',
  'For what was asked about, nothing unblocks the cases at {0}.': '就所问的函数而言，没有代码会使 {0} 处的 case 就绪。',
  'the time of {0}': '{0} 到时',
  'it is put in and handed out again by {0}': '由 {0} 放入并再次交',
  'it is put in by {0} and handed out again by {1}': '由 {0} 放入，由 {1} 再次交',
  "{0} {1} on its caller's goroutine": '{0} 在调用方的 goroutine 上{1}',
  'no method of what was asked about': '所问类型的方法都不会',
  'not told apart among so many ways': '路径太多，未加区分',
  ', where ': '，其中 ',

  // What comes from the other side.
  'What the other side sends, and what that wakes': '对端发送什么，会唤醒什么',
  'When this comes': '收到什么时',
  'It is taken in by': '由谁接收',
  Wakes: '唤醒',
  ', by {0}': '，通过 {0}',
  'the same as for {0}': '与 {0} 的那一行相同',
  'the same as at {0}': '与 {0} 处相同',
  'the end of {0} while the goroutine of {1} waits where it is said at {2}':
    '当 {1} 的 goroutine 在 {2} 那一行所说的位置等待时，{0} 的结束',
  'the end of a context otherwise, as at {0}': '其他情况下 context 的结束，与 {0} 处相同',
  'in the program, which makes the {0} at {1} and so can call {2}': '在程序中：它在 {1} 创建了 {0}，因此可以调用 {2}',
  'The channel of {0} is always nil, since {1} ({2}).': '{0} 的 channel 始终为 nil，因为 {1}（{2}）。',
  'The release first reads what still comes from {0}, {1} bytes at most, which waits as long as the other side keeps it open and sends less; if that fails or does not end, the close is not reached.':
    '释放操作先读取 {0} 中还会到来的内容（最多 {1} 字节），只要对端不关闭、发送的内容又少于此数，就一直等待；如果读取失败或不结束，就不会执行关闭。',
  ' This is so where {0}.': '此时的条件是 {0}。',
  '{0} of what it embeds': '由内嵌字段提供的 {0}',
  'in the program: {0} in {1}, at {2}': '在程序中：在 {1} 的 {2} 处调用 {0}',
  ', and on from {0} as in a row above': '，此后从 {0} 起与上面某一行相同',
  'What was said of the ways above holds for these.': '上面关于路径的说明同样适用于这里。',
  'When {0} comes from the other side, {1} takes it in.': '当对端发来 {0} 时，由 {1} 接收。',
  'When {0} comes from the other side, {1} wakes {2}.': '当对端发来 {0} 时，{1} 唤醒 {2}。',
  'If {0}, it wakes {1}.': '若 {0}，它唤醒 {1}。',
  'If {0}, that is with {1}, it wakes {2}.': '若 {0}，即带有 {1}，它唤醒 {2}。',
  'What goes on then in {0} may wake {1}.': '随后在 {0} 中继续执行的代码可能唤醒 {1}。',

  // Whether a release is armed.
  'Armed here': '此处是否生效',
  'From which public function': '从哪个公开函数可达',
  yes: '是',
  no: '否',
  'no: ': '否：',
  none: '无',
  'when {0} ends': '当 {0} 结束时',

  // Waits that go round in a circle.
  'The end of a context does not unblock {0} at {1} as long as nobody calls {2}: that is a cycle.':
    '只要没有人调用 {2}，context 结束就不会解除 {0} 在 {1} 的阻塞：这是一个循环。',
  'What would wake it when {0} ends runs on the goroutine of {1}; that waits in {2}, which watches no context, for {3}; and who would call that waits at {4}.':
    '{0} 结束时本应唤醒它的代码运行在 {1} 的 goroutine 上；后者在 {2} 等待 {3}，那里没有监视 context；而要调用它的人正在 {4} 等待。',
  'A cycle of waits: {0} and the end of a context': '等待的循环：{0} 与 context 的结束',
  'A cycle of waits: {0} and what was never started': '等待的循环：{0} 与从未启动的 goroutine',
  'When {0} ends, this goes on only if somebody else makes one of the calls of the second step, or the other side ends it.':
    '{0} 结束时，只有当别人发出第二步中的某个调用，或对端结束它，才能继续。',
  'Waits at': '等待于',
  Until: '直到',
  'the goroutine of {0} sees the end of the context at {1} and wakes it by {2}':
    '{0} 的 goroutine 在 {1} 看到 context 结束，并通过 {2} 唤醒它',
  'the goroutine of {0}': '{0} 的 goroutine',
  'somebody calls {0}: no context is watched there': '有人调用 {0}：那里没有监视 context',
  'who would call {0}': '要调用 {0} 的人',
  'the first step: the cycle is closed': '第一步：循环闭合',
  'the goroutine of {0} wakes it by {1}': '{0} 的 goroutine 通过 {1} 唤醒它',
  'not started: {0}': '未启动：{0}',
  'somebody calls {0}': '有人调用 {0}',
  'Control never comes to {0} in {1}: {2}.': '控制流从不到达 {1} 中的 {0}：{2}。',
  'Where it has closed the channel itself before, at {0}, it does not wait.':
    '如果它之前已在 {0} 自行关闭该 channel，就不会等待。',
  'never: {0}': '从不：{0}',
  'For others of the program it may also be {0}, made at {1}: what was asked about does not come there.':
    '对程序的其他部分，它也可能是在 {1} 创建的 {0}：所问的代码不会到达那里。',
  '{0} may close a connection on a goroutine that it starts and waits for ({1})':
    '{0} 可能在它启动并等待的 goroutine 上关闭连接（{1}）',

  // The table of waits.
  'What may wait, what ends that, and what does not': '哪里可能等待，什么会结束等待，什么不会',
  'Who waits there': '谁在那里等待',
  'Ended by': '由何结束',
  'Not ended by': '不由何结束',
  '; called at ': '；调用于 ',
  'not told apart': '未加区分',
  'the end of {0} while the goroutine of {1} waits at {2}': '当 {1} 的 goroutine 在 {2} 等待时，{0} 的结束',
  'from the other side: ': '来自对端：',
  'possibly, by way of what it wakes, from the other side: ': '也可能经由被唤醒者，来自对端：',
  'nothing that the program runs': '程序运行的任何代码都不会',
  ' (called by {0})': '（由 {0} 调用）',
  'the end of a context: none is watched there': 'context 的结束：那里没有监视任何 context',
  'the end of a context when that goroutine has gone on: none is watched at the wait itself':
    '该 goroutine 已继续执行之后 context 的结束：等待处本身没有监视 context',
  'the end of a context otherwise, such as while that goroutine waits at {0}, or when it has gone on: none is watched at the wait itself':
    '其他情况下 context 的结束，例如该 goroutine 在 {0} 等待时，或已继续执行之后：等待处本身没有监视 context',
  'anything, before {0} was called': '在调用 {0} 之前，任何事情都不会',
  'the case at {0}, which nothing wakes here': '{0} 处的分支，这里没有任何代码唤醒它',
  'what the other side sends, the end of the connection, or a close of it': '对端发送的内容、连接的结束或对它的关闭',
};
