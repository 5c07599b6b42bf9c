// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import HeapModule

/// Who is to be woken when; the earliest first, and at one moment in the order of asking.
struct AppointmentBook {
  typealias Wake = @Sendable () -> Void

  /// Names an appointment; never given twice.
  typealias Number = UInt64

  struct Plan {
    let kind: Appointment.Kind
    let wake: Wake
  }

  /// An entry without a plan was cancelled.
  private struct Entry: Comparable {
    let moment: Timestamp
    let number: Number

    static func < (left: Entry, right: Entry) -> Bool {
      (left.moment, left.number) < (right.moment, right.number)
    }
  }

  private static let cleaningCountMin = 1024

  private var plans: [Number: Plan] = [:]
  private var events = Heap<Entry>()
  private var routines = Heap<Entry>()
  private var eventCount = 0
  private var lastNumber: Number = 0

  /// How many events are waited for.
  var awaitedCount: Int { eventCount }

  mutating func add(
    at moment: Timestamp, _ kind: Appointment.Kind, _ wake: @escaping Wake
  ) -> Number {
    lastNumber += 1
    plans[lastNumber] = Plan(kind: kind, wake: wake)
    let entry = Entry(moment: moment, number: lastNumber)
    switch kind {
    case .event:
      eventCount += 1
      events.insert(entry)
      Self.clean(&events, plans)
    case .routine:
      routines.insert(entry)
      Self.clean(&routines, plans)
    }
    return entry.number
  }

  /// The moment of the earliest appointment of any kind.
  var next: Timestamp? {
    mutating get {
      Self.dropStale(&routines, plans)
      return [nextEvent, routines.min?.moment].compactMap(\.self).min()
    }
  }

  /// The moment of the earliest event.
  var nextEvent: Timestamp? {
    mutating get {
      Self.dropStale(&events, plans)
      return events.min?.moment
    }
  }

  /// Takes out the appointment that is due and was to be kept first; `nil` when none is.
  mutating func takeDue(at now: Timestamp) -> (number: Number, wake: Wake)? {
    guard let next, next <= now else { return nil }
    let first = [events.min, routines.min].compactMap(\.self).min()
    guard let first, let plan = remove(first.number) else { return nil }
    return (first.number, plan.wake)
  }

  /// Takes out an appointment; `nil` when it is not in the book any more.
  mutating func remove(_ number: Number) -> Plan? {
    guard let plan = plans.removeValue(forKey: number) else { return nil }
    if plan.kind == .event { eventCount -= 1 }
    return plan
  }

  private static func dropStale(_ heap: inout Heap<Entry>, _ plans: [Number: Plan]) {
    while let entry = heap.min, plans[entry.number] == nil { heap.removeMin() }
  }

  private static func clean(_ heap: inout Heap<Entry>, _ plans: [Number: Plan]) {
    guard heap.count > cleaningCountMin + 2 * plans.count else { return }
    heap = Heap(heap.unordered.filter { plans[$0.number] != nil })
  }
}
