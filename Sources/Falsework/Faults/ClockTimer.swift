// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkProtocol

/// The mock's time, as performances of replies wait by it.
struct ClockTimer: WireTimer {
  let clock: MockClock

  func after(_ duration: Duration, _ wake: @escaping @Sendable () -> Void) -> any Sendable {
    clock.appointment(at: clock.now.advanced(by: duration), wake)
  }
}
