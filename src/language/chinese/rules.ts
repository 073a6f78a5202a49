// Chinese for the pages of the rules of `check`: their frame, and what each rule is about.

export const rules: Readonly<Record<string, string>> = {
  'The rules of check': 'check 的规则',
  'Each rule has a page with its meaning, what to do about a finding, and an example that breaks it beside the same code as it should be.':
    '每条规则都有一页，说明其含义和处理办法，并给出违反该规则的示例及其正确写法。',
  Rule: '规则',
  Verdict: '结论',
  Level: '级别',
  Meaning: '含义',
  'What it says': '说明',
  'The verdict says what kind of trouble it is, the level how loud it is told:':
    '结论说明问题的性质，级别说明提示的轻重：',
  'nobody lets go of it, on the path that is shown': '在所示路径上没有任何代码释放它',
  'it is kept on purpose, and what would end it is not armed': '它被有意保留，而本应结束它的机制没有启用',
  'something waits, and what would wake it does not come': '有代码在等待，而唤醒它的事件不会发生',
  'it could be let go of, but not by who holds it': '它可以被释放，但持有它的代码做不到',
  'What is taken for granted': '默认的前提',
  "A value that goes out of sight (to a function that is not known, through an interface, into a container) is somebody else's to let go of, and nothing is said of it. An error that is not nil means that nothing was acquired. What is put into a field is let go of if anything in the package lets go of that field, of whatever object.":
    '离开视野的值（交给未知的函数、经由接口、放入容器）视为由别处释放，不作报告。非 nil 的 error 表示没有获取到资源。放入字段的资源，只要该包中有代码释放该字段（不论属于哪个对象），就视为已释放。',
  'Hiding a finding': '隐藏一个问题',
  'A finding that is meant to be is hidden by a comment with a reason, on its line or the line before:':
    '有意为之的代码，可在该行或上一行用附理由的注释隐藏：',
  'the process ends here': '进程在此结束',
  'Verdict {0}: {1}. Level: {2}.': '结论 {0}：{1}。级别：{2}。',
  'What to do': '处理办法',
  Wrong: '错误写法',
  Right: '正确写法',
  'A finding that is meant to be is hidden by {0} and a reason, on its line or the line before.':
    '有意为之的代码，可在该行或上一行用 {0} 加理由隐藏。',
  'All rules': '全部规则',
};

export const rulesKnown: Readonly<Record<string, string>> = {
  error: '错误',
  warning: '警告',
  note: '提示',

  'The finding shows where the resource is acquired and the path on which the function ends with it still held. It is told only where every path does so; where some let go of it, the rule is not-released-on-path.':
    '报告给出获取资源的位置，以及函数结束时仍持有该资源的路径。只有所有路径都不释放时才报告此规则；若有路径释放了它，则报告 not-released-on-path。',
  'Let go of it with defer, after the error of the call that acquires it has been checked.':
    '在检查获取资源的调用所返回的 error 之后，用 defer 释放它。',

  'Most often the path is the one of a second error: what was opened before it is forgotten. A defer in a loop counts too, since it runs only when the function ends.':
    '最常见的是后一个错误的返回路径：忘了之前已经打开的资源。循环中的 defer 也算在内，因为它要到函数结束时才执行。',
  'Let go of it on that path before it ends, or with defer right after it is acquired if nobody else gets it. In a loop let go of it at the end of each round.':
    '在该路径结束之前释放它；如果资源不会交给别处，就在获取后立即用 defer 释放。在循环中，应在每一轮结束时释放。',

  'After the assignment nothing leads to the first resource any more, so nobody can let go of it later.':
    '赋值之后再也没有变量指向前一个资源，因此以后无法再释放它。',
  'Let go of the first one before the variable gets the second, or give the second a variable of its own.':
    '在变量被赋予第二个资源之前先释放第一个，或者让第二个使用单独的变量。',

  'Fields that other packages can reach are left alone.': '其他包可以访问的字段不作报告。',
  'What a constructor makes for a type and hands over inside it is told too, where the type has a release that forgets it; so is what an owner makes for itself, and a list that its release leaves out beside another one of the same kind.':
    '构造函数为某类型创建并放入其中的资源，若该类型的释放方法遗漏了它，也会报告；所有者为自己创建的资源，以及其释放方法在同类列表之外遗漏的另一个列表，也会报告。',
  'Let go of it in the method that ends the owner; if there is none, add one, and have who makes owners call it.':
    '在结束该对象的方法中释放它；如果没有这样的方法，就添加一个，并让创建该对象的代码调用它。',

  'The call looks like a release and has no effect, so readers and tests take the resource for closed.':
    '该调用看似释放却没有任何效果，读代码的人和测试都会以为资源已经关闭。',
  'It is told too where the release of a type does nothing, though something was made for the type to hold and nothing else in the package lets go of it.':
    '如果某个类型的释放方法什么也不做，而该类型持有专为它创建的资源，且包内没有其他代码释放该资源，也会报告。',
  'Give the method a body that lets go of what its type holds.': '让该方法真正释放其类型所持有的资源。',

  'From the field only a type assertion leads to the release, and nobody makes one.':
    '从该字段只有通过类型断言才能调用释放方法，而没有代码这样做。',
  'Give the field a type that has the release, such as io.ReadCloser for io.Reader, and call it where the owner ends.':
    '让字段的类型带有释放方法，例如用 io.ReadCloser 代替 io.Reader，并在所属对象结束时调用它。',

  'A half-close such as CloseWrite tells the other side that no more comes. The descriptor stays open, and what the other side still sends is waited for.':
    'CloseWrite 之类的半关闭只告诉对端不再发送数据。文件描述符仍然打开，仍会等待对端继续发送的数据。',
  'Close the whole as well when both directions are done; the half-close may stay before it.':
    '两个方向都结束后还要关闭整个连接；之前的半关闭可以保留。',

  'Three shapes are seen: a wait for a goroutine that nothing has told to end, or that accepts from a listener which is closed only afterwards; a stream that is read to its end before it is closed; and a producer that may be blocked itself (told as no-waker).':
    '可识别三种情形：等待一个没有被通知结束的 goroutine，或等待一个仍在监听器上 accept 的 goroutine，而监听器之后才关闭；在关闭流之前先把它读到末尾；生产者自身可能阻塞（报告为 no-waker）。',
  'Tell the other side to end first: close the channel, the listener or the stream, then wait.':
    '先通知对方结束：关闭 channel、监听器或流，然后再等待。',

  'These are seen: a send whose receiver has left; more sends than receives; a channel that nothing closes, or one path does not; a receive from a goroutine that can end without having sent; a group that is not told, or waited for before its goroutines can hand over what they have; a lock or a place of a semaphore that is kept; a condition that nobody signals, or a release does not; a channel in a field that nothing makes; a goroutine that one way out of a failure ends and another leaves waiting.':
    '可识别的情形：接收方已经离开的发送；发送多于接收；没有代码关闭、或某条路径没有关闭的 channel；从可能未发送就结束的 goroutine 接收；WaitGroup 没有收到 Done，或在其 goroutine 能交出结果之前就开始等待；没有归还的锁或信号量；没有代码通知、或释放时没有通知的条件变量；字段中没有代码创建过的 channel；某条失败返回路径会结束、另一条却任其等待的 goroutine。',
  'Make the wake-up certain on every path: a channel with room for the value, a close or Done in a defer, an unlock in a defer, or a select that also waits for the end of the context.':
    '保证每条路径都能唤醒：使用容得下该值的带缓冲 channel，在 defer 中 close、Done 或解锁，或者在 select 中同时等待 context 结束。',

  'Told too is a context that is thrown away, so that its cancel function cancels nothing.':
    '丢弃 context、使其取消函数不起作用的情形也会报告。',
  'So is one that only a goroutine cancels, after it has waited for something of the caller’s.':
    '只由一个先等待调用方某物的 goroutine 来取消的 context 也会报告。',
  'Told too is a goroutine of a group that waits for one thing alone: where another one fails, the group waits for it.':
    '组中只等待一件事的 goroutine 也会报告：若另一个失败，该组会一直等它。',
  'Call the cancel function with defer right after it is made, and give its context to what it is to stop.':
    '创建后立即用 defer 调用取消函数，并把它的 context 交给要停止的代码。',

  'Users of the package can make the owner and cannot end it.': '该包的使用者可以创建该对象，却无法结束它。',
  'Export the release, or call it from an exported method that ends the owner.':
    '导出释放方法，或者在结束该对象的导出方法中调用它。',

  'It does not either where all that it calls does nothing: flags are set, an empty release of a field is called.':
    '如果它所调用的都不起作用，例如只设置标志、只调用字段的空释放方法，也视为没有释放。',
  'What it holds is what its field was given: a resource or a pool that was made for it, through variables, maps, fields and constructors, or a field of the type that the other one lets go of. Two types with two methods or more in common are taken for implementers of one interface.':
    '它持有的是其字段被赋予的内容：经由变量、map、字段和构造函数为它创建的资源或连接池，或者与另一个实现所释放的字段类型相同的字段。有两个以上共同方法的两个类型视为同一接口的实现。',
  'Let go of what it holds in the same method as the others do, since that is the one that is called.':
    '与其他实现一样，在同一方法中释放所持有的资源，因为被调用的正是该方法。',

  'No time limit ends the idle connections either. Each of them keeps a descriptor and a goroutine until the other side hangs up.':
    '也没有空闲时限来关闭空闲连接。每个空闲连接都占用一个文件描述符和一个 goroutine，直到对端断开。',
  'Of what an owner keeps, behind fields, maps, interfaces and constructors, only that is told which was made for an owner that has a release, in a package that nowhere calls CloseIdleConnections; what the caller gave, and a client that is handed out, are left alone.':
    '对于某个对象经由字段、map、接口和构造函数保存的连接池，只有当它是为带有释放方法的对象创建、且该包从未调用 CloseIdleConnections 时才报告；由调用方传入的，以及交给外部的 client，不作报告。',
  'Call CloseIdleConnections when nothing uses the client any more, keep one client for all calls, or set an idle time limit on its transport.':
    '不再使用该 client 时调用 CloseIdleConnections，或让所有调用共用一个 client，或在其 transport 上设置空闲时限。',

  'It keeps alive what it refers to. A loop over the channel of a ticker is the usual shape: Stop does not close that channel.':
    '它会使所引用的对象一直存活。常见情形是在 ticker 的 channel 上循环：Stop 并不关闭该 channel。',
  'Give the goroutine a channel or a context that the end of its owner closes, and have it select on that too.':
    '给该 goroutine 一个随所属对象结束而关闭的 channel 或 context，并在 select 中同时等待它。',
};
