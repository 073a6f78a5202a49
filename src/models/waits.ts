// Calls that wait for another goroutine, and those that let them go on; from the documentation of package sync.

export interface WaitModel {
  /** Go/ssa name of the method that waits. */
  readonly wait: string;
  readonly wakers: readonly string[];
  /** What it waits for, as the documentation has it in short. */
  readonly until: string;
}

export const waitModels: readonly WaitModel[] = [
  {
    wait: '(*sync.Cond).Wait',
    wakers: ['(*sync.Cond).Signal', '(*sync.Cond).Broadcast'],
    until: 'Wait cannot return unless awoken by Broadcast or Signal',
  },
  {
    wait: '(*sync.WaitGroup).Wait',
    wakers: ['(*sync.WaitGroup).Done', '(*sync.WaitGroup).Add', '(*sync.WaitGroup).Go'],
    until: 'Wait blocks until the counter is zero',
  },
  {
    wait: '(*sync.Mutex).Lock',
    wakers: ['(*sync.Mutex).Unlock'],
    until: 'Lock blocks until the mutex is available',
  },
  {
    wait: '(*sync.RWMutex).Lock',
    wakers: ['(*sync.RWMutex).Unlock', '(*sync.RWMutex).RUnlock'],
    until: 'Lock blocks until the lock is available',
  },
  {
    wait: '(*sync.RWMutex).RLock',
    wakers: ['(*sync.RWMutex).Unlock'],
    until: 'RLock waits while a writer holds the lock',
  },
];

const byWait = new Map(waitModels.map((model) => [model.wait, model]));

/** The model of a method that waits, by go/ssa name. */
export function waitModelOf(callee: string): WaitModel | undefined {
  return byWait.get(callee);
}
