// Falsework
// SPDX-License-Identifier: MIT

/// A wish to be woken at a moment of the mock's time; cancelled when it is let go of.
///
/// Who was woken holds on to it until the work is done that came of it, or the next appointment is
/// made: until then, time that is advanced does not go on.
final class Appointment: Sendable {
  /// What comes at the moment.
  enum Kind: Sendable {
    /// What somebody waits for: time may be advanced to it.
    case event
    /// What is done meanwhile, such as to repeat a status: nobody waits for it.
    case routine
  }

  private let number: AppointmentBook.Number
  private let timetable: Timetable

  init(_ number: AppointmentBook.Number, in timetable: Timetable) {
    self.number = number
    self.timetable = timetable
  }

  deinit {
    timetable.letGo(of: number)
  }
}
