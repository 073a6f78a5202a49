// What is said of waits that do not end, and what to do about them.

import { assertNever } from '#base/errors.js';
import type { WaitObservation } from '#program/lifecycle.js';
import type { Places } from './places.js';

/** What is said of a wait, and what to do. */
export function waitText(o: WaitObservation, places: Places): { message: string; remedy: string } {
  const { say } = places;
  const line = (o.missing === undefined ? undefined : places.lineOf(o.missing.pos)) ?? 0;
  switch (o.shape) {
    case 'send-without-receiver':
      return {
        message: say`The goroutine blocks for ever in this send to ${o.channel}: the channel has no buffer, and its receiver can leave at line ${line} without having received.`,
        remedy: say`Give the channel room for the value, or receive before leaving.`,
      };
    case 'receive-without-waker':
      return {
        message: say`This wait on ${o.channel} never ends: nothing closes the channel or sends to it.`,
        remedy: say`Close the channel, or wait for something else too.`,
      };
    case 'done-not-closed':
      return {
        message: say`A goroutine waits for ${o.channel}, which is not closed on the path that leaves at line ${line}.`,
        remedy: say`Close ${o.channel} before leaving here.`,
      };
    case 'wait-on-blocked-producer':
      return {
        message: say`This waits for ${o.channel}, which is closed by a goroutine that may itself be blocked in a send nobody receives any more.`,
        remedy: say`Stop the goroutine first: cancel its context or close a channel that it watches.`,
      };
    case 'range-over-ticker':
      return {
        message: say`This loop over ${o.channel} never ends: stopping a ticker does not close its channel, so the goroutine stays for ever.`,
        remedy: say`Wait in a select that also watches a channel or context which is closed on stop.`,
      };
    case 'goroutine-on-owner':
      return {
        message: say`This goroutine waits only for ${o.channel}, but the function it works for can end before and is called again and again: each call leaves one behind.`,
        remedy: say`Let it wait for the end of this function too.`,
      };
    case 'goroutine-in-group':
      return {
        message: say`This goroutine waits only for ${o.channel}: where another one of its group fails, the group waits for this one, and it does not end.`,
        remedy: say`Let it wait for the end of the group's context too.`,
      };
    case 'endless-loop':
      return {
        message: say`This goroutine never ends: its loop has no way out, and ${o.channel} does not reach it.`,
        remedy: say`Close a channel here that the loop watches, or cancel its context.`,
      };
    case 'range-without-close':
      return {
        message: say`This goroutine never ends: it goes on until ${o.channel} is closed, and nothing closes it.`,
        remedy: say`Close ${o.channel} here, or let the goroutine watch something that ends.`,
      };
    case 'wait-before-release':
      return {
        message: say`The release waits here for ${o.channel} without another way out; whoever is to wake it may itself wait for what is released only afterwards.`,
        remedy: say`Release first, or wait with a time limit.`,
      };
    case 'drain-before-release':
      return {
        message:
          o.limit === undefined
            ? say`The release first reads what still comes from ${o.channel}, which waits as long as the other side keeps it open; if that fails or does not end, the close is not reached.`
            : say`The release first reads what still comes from ${o.channel}, ${places.text(o.limit.pos, o.limit.end)} bytes at most, which waits as long as the other side keeps it open and sends less; if that fails or does not end, the close is not reached.`,
        remedy: say`Close without draining, or drain with a limit in time.`,
      };
    case 'done-not-called':
      return {
        message: say`The goroutine started here can end at line ${line} without ${o.channel}.Done: who waits for the group waits for ever.`,
        remedy: say`Call ${o.channel}.Done here too, or defer it at the start.`,
      };
    case 'lock-kept':
      return {
        message: say`${o.channel} is still locked when the function leaves at line ${line}: the next one to lock it waits for ever.`,
        remedy: say`Unlock ${o.channel} before leaving here.`,
      };
    case 'slot-kept':
      return {
        message: say`The place taken in ${o.channel} is not given back when the function leaves at line ${line}: once all are gone, the next one waits for ever.`,
        remedy: say`Give the place in ${o.channel} back before leaving here.`,
      };
    case 'cond-without-signal':
      return {
        message: say`This wait on ${o.channel} never ends: nothing signals the condition.`,
        remedy: say`Call Signal or Broadcast of ${o.channel} where what it waits for is changed.`,
      };
    case 'cond-not-told':
      return {
        message: say`Who waits here on ${o.channel} is not woken when the release at line ${line} sets what the loop tests.`,
        remedy: say`Call Broadcast of ${o.channel} here.`,
      };
    case 'range-never-closed':
      return {
        message: say`This loop over ${o.channel} never ends: nothing closes the channel.`,
        remedy: say`Close ${o.channel} when the last value has been sent.`,
      };
    case 'goroutine-without-send':
      return {
        message: say`This waits for ${o.channel}, and the goroutine that is to send can end at line ${line} without having sent.`,
        remedy: say`Send to ${o.channel} or close it before leaving here.`,
      };
    case 'too-few-receives':
      return {
        message: say`A goroutine blocks for ever in this send to ${o.channel}: the channel has no buffer, more goroutines send to it than values are received.`,
        remedy: say`Give the channel room for every value, or receive them all.`,
      };
    case 'channel-never-made':
      return {
        message: say`This wakes nobody who waits for ${o.channel}: nothing makes the channel.`,
        remedy: say`Make ${o.channel} where what has it is made.`,
      };
    case 'group-before-receive':
      return {
        message: say`This waits for ${o.channel}, whose goroutines wait in a send to a channel without buffer that is received from only afterwards.`,
        remedy: say`Receive first, and wait in a goroutine of its own, or give the channel a buffer.`,
      };
    case 'never-woken':
      return {
        message: say`This wait on ${o.channel} never ends: nothing that has it calls what wakes it.`,
        remedy: say`Wake ${o.channel} where what it waits for has come about.`,
      };
    case 'send-to-nobody':
      return {
        message: say`This send to ${o.channel} never ends: the channel has no buffer, and nothing receives from it.`,
        remedy: say`Receive from ${o.channel}, or give the channel room for the value.`,
      };
    case 'group-never-done':
      return {
        message: say`This wait for ${o.channel} never ends: more is added to the group than it is told of ends.`,
        remedy: say`Call ${o.channel}.Done as often as ${o.channel}.Add has counted.`,
      };
    case 'pipe-without-other':
      return {
        message: say`This waits for ever in ${o.channel}: nothing uses the other half of the pipe meanwhile.`,
        remedy: say`Use the other half of the pipe, or close it.`,
      };
    case 'lock-across-wait':
      return {
        message: say`This waits for ${o.channel} with a lock held that who is to wake it takes first, at line ${line}: neither goes on.`,
        remedy: say`Unlock before waiting, or wake without the lock.`,
      };
    case 'handed-out-never-closed':
      return {
        message: say`Who waits for ${o.channel}, which is handed out here, waits for ever: nothing closes it or sends to it.`,
        remedy: say`Close ${o.channel} where what it tells of has happened.`,
      };
    case 'returned-not-closed':
      return {
        message: say`Who receives from ${o.channel} waits for ever where the goroutine started here leaves at line ${line} without having closed it.`,
        remedy: say`Close ${o.channel} before leaving here too, or defer it at the start.`,
      };
    default:
      return assertNever(o.shape);
  }
}
