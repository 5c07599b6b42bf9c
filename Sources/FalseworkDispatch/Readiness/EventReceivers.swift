// Falsework
// SPDX-License-Identifier: MIT

/// Something that an event loop tells about a descriptor.
package protocol EventReceiver: DeadlineHolder {
  func ready(_ events: Interest)
}

/// The receivers of an event loop, by descriptor.
final class EventReceivers {
  private var receivers: [CInt: any EventReceiver] = [:]

  var all: [any EventReceiver] { Array(receivers.values) }

  subscript(descriptor: CInt) -> (any EventReceiver)? {
    get { receivers[descriptor] }
    set { receivers[descriptor] = newValue }
  }

  /// Tells the receiver, if its descriptor was not closed meanwhile.
  func tell(_ descriptor: CInt, _ events: Interest) {
    receivers[descriptor]?.ready(events)
  }
}
