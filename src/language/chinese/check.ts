// Chinese for what `check` finds: sentences, and the words of its tables (kinds of resources, rules, notes on a path).

export const check: Readonly<Record<string, string>> = {
  // What is done with a resource.
  closed: '关闭',
  stopped: '停止',
  cancelled: '取消',
  released: '释放',
  ended: '结束',
  called: '调用',
  'Close {0}': '关闭 {0}',
  'Stop {0}': '停止 {0}',
  'Cancel {0}': '取消 {0}',
  'Release {0}': '释放 {0}',
  'End {0}': '结束 {0}',
  'Call {0}': '调用 {0}',
  it: '它',

  // Along a path.
  'when the function ends at line {0}': '函数在第 {0} 行结束时',
  'when the function ends at line {0}, and on one other path': '函数在第 {0} 行结束时以及在另一条路径上',
  'when the function ends at line {0}, and on {1} other paths': '函数在第 {0} 行结束时以及在另外 {1} 条路径上',
  'when the variable gets another value at line {0}': '变量在第 {0} 行被赋予另一个值时',
  'when the loop goes on from line {0}': '循环从第 {0} 行继续时',
  'before the function ends, though the loop makes a new one each time round':
    '循环每一轮都创建一个新的，而在函数结束之前',
  'The {0} made here': '此处创建的 {0}',
  'The {0} in {1}': '{1} 中的 {0}',
  'its cancel function': '它的取消函数',
  'The context made here is thrown away, so {0} cancels nothing: whatever it was meant to stop goes on.':
    '此处创建的 context 被丢弃，因此 {0} 什么也不会取消：它本应停止的东西会继续运行。',
  '{0} is never {1}: {2}.': '{0} 从未被 {1}：{2}。',
  '{0} is not {1} {2}: {3}.': '{2}，{0} 未被 {1}：{3}。',
  'Give the context to what it is to stop, or leave it out.': '把该 context 交给它要停止的代码，或者去掉它。',
  '{0} at the end of each round instead of with defer.': '在每一轮结束时 {0}，不要用 defer。',
  '{0} when it is no longer needed, for instance with defer after the error has been checked.':
    '不再需要时 {0}，例如在检查错误之后用 defer。',
  '{0} before this.': '在此之前 {0}。',
  'the same on the path that ends here': '在此结束的路径上也一样',
  'acquired here': '在此获取',
  '{0} is false': '{0} 为假',
  '{0} is true': '{0} 为真',
  'takes {0}': '进入 {0}',
  'the function ends with it still held': '函数结束时仍持有它',
  'the variable gets another value': '变量被赋予另一个值',
  'the loop goes on': '循环继续',
  'deferred here': '在此 defer',
  'waits here': '在此等待',
  'the release comes only here': '到这里才释放',

  // In a field, and of a type.
  'what is kept in {0}': '{0} 中保存的内容',
  "The {0} that is kept in {1} is never {2}, and cannot be: the field's type {3} has no method for it.":
    '{1} 中保存的 {0} 从未被 {2}，也无法做到：该字段的类型 {3} 没有相应的方法。',
  'The {0} that is kept in {1} is never {2}, and {3} has no method that could do it: {4}.':
    '{1} 中保存的 {0} 从未被 {2}，而 {3} 没有能做到这一点的方法：{4}。',
  'The {0} that is kept in {1} is never {2}, not by {3} either: {4}.':
    '{1} 中保存的 {0} 从未被 {2}，{3} 也没有这样做：{4}。',
  'the {0} is acquired': '获取 {0}',
  'or here': '或在此处',
  'it is kept in {0}': '保存在 {0} 中',
  'it is taken out and dropped': '被取出并丢弃',
  'a release belongs here': '应在此处释放',
  'Give {0} a method that lets go of {1}.': '给 {0} 添加释放 {1} 的方法。',
  'Let go of {0} here.': '在此释放 {0}。',
  'the type': '该类型',
  'it is held here': '在此持有',
  'the sibling lets go of what it holds': '同类实现会释放自己持有的资源',
  'Call it from an exported release, or remove it.': '从某个导出的释放方法调用它，或者删除它。',
  'a {0}': '{0}',
  'an {0}': '{0}',
  '{0} holds what was made for it: {1}.': '{0} 持有为它创建的{1}。',
  '{0} does nothing, though {1} holds a {2}; {3} lets go of its own.':
    '{0} 什么也不做，而 {1} 持有 {2}；{3} 会释放自己持有的资源。',
  '{0} lets go of nothing, though {1} holds what was made for it: {2}; {3} lets go of its own.':
    '{0} 什么也不释放，而 {1} 持有为它创建的 {2}；{3} 会释放自己持有的资源。',
  '{0} does nothing, though {1} holds what was made for it: {2}.': '{0} 什么也不做，而 {1} 持有为它创建的 {2}。',
  '{0} lets go of what {1} holds, and no exported function leads to it: who uses the package cannot.':
    '{0} 会释放 {1} 持有的资源，但没有导出函数通向它：使用该包的代码无法调用。',

  // Waits.
  'The goroutine blocks for ever in this send to {0}: the channel has no buffer, and its receiver can leave at line {1} without having received.':
    '该 goroutine 会永远阻塞在此处向 {0} 的发送上：该 channel 没有缓冲，而接收方可能在第 {1} 行未接收就离开。',
  'Give the channel room for the value, or receive before leaving.': '给该 channel 留出一个值的缓冲，或在离开前接收。',
  'This wait on {0} never ends: nothing closes the channel or sends to it.':
    '此处对 {0} 的等待永远不会结束：没有代码关闭该 channel 或向它发送。',
  'This wait on {0} never ends: nothing that has it calls what wakes it.':
    '此处对 {0} 的等待永远不会结束：持有它的代码都不调用唤醒它的方法。',
  'Wake {0} where what it waits for has come about.': '在其等待的事情发生之处唤醒 {0}。',
  'This send to {0} never ends: the channel has no buffer, and nothing receives from it.':
    '此处向 {0} 的发送永远不会结束：该 channel 没有缓冲，而没有代码从它接收。',
  'Receive from {0}, or give the channel room for the value.': '从 {0} 接收，或给该 channel 留出一个值的缓冲。',
  'This wait for {0} never ends: more is added to the group than it is told of ends.':
    '此处对 {0} 的等待永远不会结束：Add 的计数多于 Done 的次数。',
  'Call {0}.Done as often as {1}.Add has counted.': '{1}.Add 计了多少，就调用多少次 {0}.Done。',
  'This waits for ever in {0}: nothing uses the other half of the pipe meanwhile.':
    '此处会永远等待在 {0} 上：在此期间没有代码使用该管道的另一端。',
  'Use the other half of the pipe, or close it.': '使用该管道的另一端，或关闭它。',
  'This waits for {0} with a lock held that who is to wake it takes first, at line {1}: neither goes on.':
    '此处持锁等待 {0}，而唤醒它的代码要先在第 {1} 行之前取得同一把锁：双方都无法继续。',
  'Who waits for {0}, which is handed out here, waits for ever: nothing closes it or sends to it.':
    '在此处交出的 {0} 没有代码关闭或向其发送：等待它的代码会永远等待。',
  'Close {0} where what it tells of has happened.': '在它所通知的事情发生之处关闭 {0}。',
  'Who receives from {0} waits for ever where the goroutine started here leaves at line {1} without having closed it.':
    '若在此启动的 goroutine 于第 {1} 行离开而未关闭 {0}，从中接收的代码会永远等待。',
  'Close {0} before leaving here too, or defer it at the start.': '在此离开之前同样关闭 {0}，或在开头用 defer 关闭。',
  'Unlock before waiting, or wake without the lock.': '先解锁再等待，或不持锁地唤醒。',
  '{0} is not {1}: {2}, called at line {3}, does nothing.': '{0} 未被 {1}：在第 {3} 行调用的 {2} 什么也不做。',
  'Let {0} do what its name says.': '让 {0} 做到它的名字所说的事。',
  'when it is removed at line {0}': '在第 {0} 行被移除时',
  'This wakes nobody who waits for {0}: nothing makes the channel.':
    '此处唤不醒任何等待 {0} 的代码：没有代码创建该 channel。',
  'Make {0} where what has it is made.': '在创建持有 {0} 的对象时创建该 channel。',
  'Close the channel, or wait for something else too.': '关闭该 channel，或同时等待别的信号。',
  'A goroutine waits for {0}, which is not closed on the path that leaves at line {1}.':
    '有 goroutine 在等待 {0}，而在第 {1} 行离开的路径上它没有被关闭。',
  'Close {0} before leaving here.': '在此离开之前关闭 {0}。',
  'This waits for {0}, which is closed by a goroutine that may itself be blocked in a send nobody receives any more.':
    '此处等待 {0}，而关闭它的 goroutine 自身可能阻塞在一次再无人接收的发送上。',
  'Stop the goroutine first: cancel its context or close a channel that it watches.':
    '先停止该 goroutine：取消它的 context，或关闭它所监听的 channel。',
  'This loop over {0} never ends: stopping a ticker does not close its channel, so the goroutine stays for ever.':
    '此处对 {0} 的循环永远不会结束：停止 ticker 并不关闭它的 channel，因此该 goroutine 会一直存在。',
  'Wait in a select that also watches a channel or context which is closed on stop.':
    '在 select 中等待，并同时监听停止时会关闭的 channel 或 context。',
  'This goroutine waits only for {0}, but the function it works for can end before and is called again and again: each call leaves one behind.':
    '该 goroutine 只等待 {0}，但它所服务的函数可能先结束，并且会被反复调用：每次调用都会留下一个 goroutine。',
  'Let it wait for the end of this function too.': '让它也等待该函数的结束。',
  'This goroutine waits only for {0}: where another one of its group fails, the group waits for this one, and it does not end.':
    '该 goroutine 只等待 {0}：若同组的另一个失败，该组会等待它，而它不会结束。',
  "Let it wait for the end of the group's context too.": '让它也等待该组 context 的结束。',
  'This goroutine never ends: its loop has no way out, and {0} does not reach it.':
    '该 goroutine 永远不会结束：它的循环没有出口，而 {0} 影响不到它。',
  'Close a channel here that the loop watches, or cancel its context.':
    '在此关闭该循环所监听的 channel，或取消它的 context。',
  'This goroutine never ends: it goes on until {0} is closed, and nothing closes it.':
    '该 goroutine 永远不会结束：它会一直运行到 {0} 被关闭，而没有代码关闭它。',
  'Close {0} here, or let the goroutine watch something that ends.':
    '在此关闭 {0}，或让该 goroutine 监听会结束的东西。',
  'The release waits here for {0} without another way out; whoever is to wake it may itself wait for what is released only afterwards.':
    '释放过程在此等待 {0}，没有别的出路；本应唤醒它的一方，自身可能也在等待此处之后才会释放的资源。',
  'Release first, or wait with a time limit.': '先释放，或者为等待设置时限。',
  'The release first reads what still comes from {0}, which waits as long as the other side keeps it open; if that fails or does not end, the close is not reached.':
    '释放过程先读取 {0} 中仍会到来的内容，只要对端不关闭就一直等待；若读取失败或不结束，就执行不到关闭操作。',
  'Close without draining, or drain with a limit in time.': '不读完就关闭，或者为读取设置时限。',
  'The goroutine started here can end at line {0} without {1}.Done: who waits for the group waits for ever.':
    '此处启动的 goroutine 可能在第 {0} 行未调用 {1}.Done 就结束：等待该 WaitGroup 的代码会永远等待。',
  'Call {0}.Done here too, or defer it at the start.': '在此也调用 {0}.Done，或在开头用 defer。',
  '{0} is still locked when the function leaves at line {1}: the next one to lock it waits for ever.':
    '函数在第 {1} 行离开时 {0} 仍被锁定：下一个加锁者会永远等待。',
  'Unlock {0} before leaving here.': '在此离开之前解锁 {0}。',
  'The place taken in {0} is not given back when the function leaves at line {1}: once all are gone, the next one waits for ever.':
    '函数在第 {1} 行离开时没有归还在 {0} 中占用的位置：位置用尽之后，下一个请求者会永远等待。',
  'Give the place in {0} back before leaving here.': '在此离开之前归还 {0} 中的位置。',
  'This wait on {0} never ends: nothing signals the condition.':
    '此处对 {0} 的等待永远不会结束：没有代码通知该条件变量。',
  'Call Signal or Broadcast of {0} where what it waits for is changed.':
    '在改变其等待条件之处调用 {0} 的 Signal 或 Broadcast。',
  'Who waits here on {0} is not woken when the release at line {1} sets what the loop tests.':
    '第 {1} 行的释放过程设置了循环所检查的标志，却没有唤醒在此等待 {0} 的一方。',
  'Call Broadcast of {0} here.': '在此调用 {0} 的 Broadcast。',
  'This loop over {0} never ends: nothing closes the channel.':
    '此处对 {0} 的循环永远不会结束：没有代码关闭该 channel。',
  'Close {0} when the last value has been sent.': '发送最后一个值之后关闭 {0}。',
  'This waits for {0}, and the goroutine that is to send can end at line {1} without having sent.':
    '此处等待 {0}，而应当发送的 goroutine 可能在第 {1} 行未发送就结束。',
  'Send to {0} or close it before leaving here.': '在此离开之前向 {0} 发送或关闭它。',
  'A goroutine blocks for ever in this send to {0}: the channel has no buffer, more goroutines send to it than values are received.':
    '会有 goroutine 永远阻塞在此处向 {0} 的发送上：该 channel 没有缓冲，向它发送的 goroutine 多于被接收的值。',
  'Give the channel room for every value, or receive them all.': '给该 channel 留出容纳所有值的缓冲，或全部接收。',
  'This waits for {0}, whose goroutines wait in a send to a channel without buffer that is received from only afterwards.':
    '此处等待 {0}，而它所等的 goroutine 都阻塞在向无缓冲 channel 的发送上，之后才有代码从中接收。',
  'Receive first, and wait in a goroutine of its own, or give the channel a buffer.':
    '先接收，并在单独的 goroutine 中等待，或给该 channel 加缓冲。',

  // Around the findings.
  note: '注意',
  '{0} imported packages are not here; what is done by calling them is not known. The first: {1}':
    '有 {0} 个导入的包不在此处；不知道调用它们会做什么。第一个：{1}',
  '{0} in {1}': '{0}，在 {1} 中',
  'line {0}': '第 {0} 行',
  help: '建议',
  assumed: '假定',
  '{0} hidden by comments': '{0} 个被注释隐藏',
  '{0} in the baseline': '{0} 个在基线中',
  '{0} packages': '{0} 个包',
  '{0} findings': '{0} 个问题',
  'No findings in {0}{1}.': '在 {0} 中没有发现问题{1}。',
  '{0} in {1}{2}.': '在 {1} 中发现 {0}{2}。',
  ' Assumed: {0}': '假定：{0}',
  'Also here: {0}': '此处同样：{0}',
  also: '另见',
  '{0} {1}{2}': '{0}{1}{2}',
  '{0} {1}: {2}': '{0}{1}：{2}',
};

/** What a layer that knows no languages has made. */
export const checkKnown: Readonly<Record<string, string>> = {
  // Kinds of resources, and what is left of them.
  'network connection': '网络连接',
  'the socket stays open': 'socket 一直不会关闭',
  listener: '监听器',
  'the port stays taken': '端口一直被占用',
  file: '文件',
  'the file descriptor stays open': '文件描述符一直不会关闭',
  'response body': '响应体',
  'over HTTP/1 the connection under it stays open and is not used again, over HTTP/2 the stream stays until the other side, an error or the end of its context ends it':
    'HTTP/1 下底层连接一直不会关闭，也不会被复用；HTTP/2 下该流会一直存在，直到对端、错误或其 context 结束它',
  pipe: '管道',
  'who reads from or writes to the other end waits': '另一端的读写方会一直等待',
  'cancel function': '取消函数',
  'the context and what waits for it stay until the parent ends':
    '该 context 以及等待它的代码会存留到其父 context 结束',
  ticker: 'ticker',
  'the runtime goes on sending ticks': 'runtime 会继续发送 tick',
  'result set': '结果集',
  'the database connection stays busy': '数据库连接一直被占用',
  'prepared statement': '预处理语句',
  'the statement stays with the database': '该语句一直留在数据库中',
  transaction: '事务',
  archive: '归档文件',
  'the file under it stays open': '底层文件一直不会关闭',
  stream: '流',
  'the stream and its goroutine stay until the connection ends': '该流及其 goroutine 会存留到连接结束',
  'the answer stays open until the other side, an error or the end of its context ends it':
    '应答会一直打开，直到对端、某个错误或其 context 结束将其终止',
  subscription: '订阅',
  'what it was asked of goes on sending to it': '被订阅方会继续向它发送',
  'signal subscription': '信号订阅',
  'signals go on being sent to the channel': '信号会继续发送到该 channel',
  process: '进程',
  'the process stays as a zombie': '该进程会成为僵尸进程',
  'pool of idle connections': '空闲连接池',
  'its idle connections stay open until the other side ends them': '其空闲连接一直不会关闭，直到对端断开',
  object: '对象',
  'what it holds stays open': '它持有的资源一直不会关闭',
  'database handle': '数据库句柄',
  'its connections and the goroutine that opens them stay': '它的连接以及打开连接的 goroutine 会一直存在',
  'client connection': '客户端连接',
  'its connections and goroutines stay': '它的连接和 goroutine 会一直存在',
  session: '会话',
  'its channel stays open until the connection ends': '它的 channel 一直打开，直到连接结束',
  server: '服务器',
  'its port stays taken and its goroutines go on': '它的端口一直被占用，它的 goroutine 会继续运行',
  'file descriptor': '文件描述符',
  'it stays open, and nothing collects it': '它一直打开，且不会被回收',
  'group of goroutines': 'goroutine 组',
  'its context stays, and its goroutines outlive the function':
    '它的 context 会一直存在，它的 goroutine 会比该函数存活更久',

  // Rules.
  'A resource is acquired and no path lets go of it.': '获取了资源，但没有任何路径释放它。',
  'Some paths let go of a resource or hand it on, and one does neither.':
    '有些路径释放资源或将其交出，而有一条路径两者都没有做。',
  'The only variable that holds a resource gets another value before the resource is let go of.':
    '唯一持有资源的变量在资源被释放之前被赋予了另一个值。',
  'A resource is kept in a field, and nothing in the package ever lets go of what is in that field.':
    '资源保存在字段中，而该包中没有任何代码释放该字段中的资源。',
  'The method that is there to let go of a resource does nothing.': '本应释放资源的方法什么也不做。',
  'A resource is kept behind an interface without a release, so nobody who holds it can let go of it.':
    '资源保存在没有释放方法的接口之后，因此持有它的代码都无法释放它。',
  'Only one direction is closed; the other half, and what carries both, stays open.':
    '只关闭了一个方向；另一半以及承载两者的连接仍然打开。',
  'A release waits first for something that may only happen once the release is done.':
    '释放过程先等待某件事，而那件事可能要在释放完成之后才会发生。',
  'A goroutine waits, and nothing that still runs can wake it.': '有 goroutine 在等待，而仍在运行的代码都无法唤醒它。',
  'A cancel function is not called on some path, so its context lives as long as the parent.':
    '某条路径上没有调用取消函数，因此其 context 会与父 context 存活一样久。',
  'A release exists, and no exported function leads to it.': '存在释放方法，但没有导出函数通向它。',
  'Other implementers of the same method let go of what they hold, and this one does not.':
    '同一方法的其他实现会释放所持有的资源，而这一个没有。',
  'A pool of idle connections is made for one use, or kept by an owner, and never told to close them.':
    '为一次使用创建的、或由某个对象保存的空闲连接池，从未被要求关闭其连接。',
  'A goroutine goes on, or waits, after what it works for has ended.':
    '所服务的对象已经结束，而 goroutine 仍在运行或等待。',

  // Assumptions.
  'The context outlives this function, since it is given to it.': '该 context 由外部传入，因此比此函数存活更久。',
  'The other side may keep {0} open without sending, as it does on a stream.':
    '对端可能保持 {0} 打开而不发送，流就是如此。',
  'The package {0} is not here; that {1} hands over what has to be closed is taken from its name.':
    '包 {0} 不在此处；根据名称认为 {1} 会交出需要关闭的资源。',
  '{0} is not known here; that it hands over what it returns is taken from its name and result.':
    '{0} 在此处未知；根据其名称和结果认为它会交出所返回的资源。',
  "{0} is called through an interface; that the caller has to let go of its result is taken from its name and the result's methods.":
    '{0} 经由接口调用；根据其名称和结果的方法认为调用方必须释放其结果。',
  'Other callers of {0} in this package let go of what it returns; that this one has to is taken from them.':
    '本包中 {0} 的其他调用方都会释放其返回值；据此认为此处也必须释放。',

  // Notes on a path.
  'a goroutine is started in each round': '每一轮都启动一个 goroutine',
  'a goroutine that sends is started': '启动一个会发送的 goroutine',
  'a goroutine works on one half of the pipe': '一个 goroutine 使用该管道的一端',
  'a later round fails, and leaves what the rounds before have put there': '后面某一轮失败，留下前几轮放入的资源',
  'and closes it only then': '之后才关闭它',
  'and receives only here': '到这里才接收',
  'another way out of the same failure lets go of it': '同一失败的另一条出路会释放它',
  'before that it may wait in a send': '在那之前它可能阻塞在发送上',
  'each round puts what it has acquired here': '每一轮都把获取的资源放入此处',
  'each time a goroutine is started': '每次都启动一个 goroutine',
  'it ends without Done': '它未调用 Done 就结束',
  'another way lets go of it': '另一条路径释放了它',
  'another way that fails lets go of it': '另一条失败的路径释放了它',
  'it ends without having sent': '它未发送就结束',
  'it goes on until this channel is closed': '它会一直运行到该 channel 被关闭',
  'it is locked': '在此加锁',
  'it is read piece by piece here, as a stream is': '在此像流一样逐段读取',
  'it is sent to the function that started this goroutine': '被发送给启动该 goroutine 的函数',
  'it is stopped here, which does not close the channel': '在此停止，但这不会关闭该 channel',
  'it takes its place': '在此占用一个位置',
  'it waits here to be woken': '在此等待被唤醒',
  'it waits here until somebody receives': '在此等待有人接收',
  'it waits here until the flag is set': '在此等待标志被设置',
  'it waits only for this': '它只等待这个',
  'its loop has no way out': '它的循环没有出口',
  'one value is received': '接收一个值',
  'one value is received in each round': '每一轮接收一个值',
  'the channel is declared, and nothing makes it': '声明了该 channel，而没有代码创建它',
  'this waits for it': '此处等待它',
  'only afterwards anything is let go of': '之后才释放资源',
  'the channel is made': '创建该 channel',
  'the channel is made, and nothing closes it': '创建该 channel，而没有代码关闭它',
  'it is put here, and nothing takes it out again': '它被放在此处，而没有代码再把它取出',
  'the lock is taken': '取得锁',
  'it is held while this waits': '此处持锁等待',
  'this is to wake it, and takes the lock first': '由此处唤醒它，而此处要先取得该锁',
  'the channel is declared': '声明该 channel',
  'and locked again when the function ends': '函数结束时又一次加锁',
  'the group is added to': '在此增加计数',
  'one end is told': '在此告知一次结束',
  'the pipe is made, and nothing uses its other half meanwhile': '创建管道，而在此期间没有代码使用它的另一端',
  'it is taken out of the map, and nobody lets go of it': '它被从 map 中取出，而没有代码释放它',
  'another way keeps it here': '另一条路径把它保存在此处',
  'it is taken out: nobody else has it any more': '它被取出：别处不再持有它',
  'it is received: nobody else has it': '它被接收：别处不持有它',
  'the goroutine that receives is started': '启动负责接收的 goroutine',
  'it ends before all values have been received': '它在接收完所有值之前结束',
  'the function goes on sending': '函数继续发送',
  'the channel is made, without a buffer': '创建该 channel，没有缓冲',
  'the function ends': '函数结束',
  'the function ends before all values have been received': '函数在接收完所有值之前结束',
  'the function ends with it locked': '函数结束时它仍被锁定',
  'the function ends without giving it back': '函数结束时没有归还',
  'the function ends without having received it': '函数未接收它就结束',
  'the function ends, the goroutine does not': '函数结束，而该 goroutine 没有结束',
  'the function waits for it': '函数在此等待它',
  'the function waits for the goroutine': '函数在此等待该 goroutine',
  'the goroutine that cancels it waits for this first': '负责取消的 goroutine 先在此等待',
  'the group is made, with a context that ends when one of its goroutines fails':
    '创建该组，其 context 在某个 goroutine 失败时结束',
  'it is handed out to be waited for': '它被交出以供等待',
  'in its loop it takes the lock before it wakes this': '它在循环中先取得该锁，之后才唤醒此处',
  'it ends without having closed it': '它在未关闭该 channel 的情况下结束',
  'the goroutine waits for it': '该 goroutine 在此等待它',
  'the goroutine is started': '启动该 goroutine',
  'the goroutine loops over its channel': '该 goroutine 循环读取它的 channel',
  'the loop goes on until the channel is closed': '循环会一直运行到该 channel 被关闭',
  'the release does not close it, nor does anything else': '释放方法没有关闭它，别的代码也没有',
  'the release does not reach it': '释放方法影响不到它',
  'the release reads it to its end first': '释放过程先把它读到末尾',
  'the release sets the flag, and wakes nobody': '释放过程设置该标志，但没有唤醒任何人',
  'the release waits for it without another way out': '释放过程在此等待它，没有别的出路',
  'the ticker is made': '创建该 ticker',
  'this call does nothing': '此调用什么也不做',
  'this is done again and again': '这会反复执行',
  'what it holds is made here': '它持有的资源在此创建',
  '{0} does not close it, nor does anything else': '{0} 没有关闭它，别的代码也没有',
  'a goroutine tells {0} when it is done': '一个 goroutine 在完成时通知 {0}',
  'it is kept in {0}': '保存在 {0} 中',
};
