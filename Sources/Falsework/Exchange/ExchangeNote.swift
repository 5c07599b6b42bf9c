// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJournal
internal import FalseworkProtocol
internal import FalseworkQueue
internal import HTTPTypes
internal import Synchronization

/// What is known of an exchange besides its bytes, from its arrival to the journal.
final class ExchangeNote: Sendable {
  /// The number of the exchange in the order of arrival, from 1.
  let number: Int
  let facts: ExchangeFacts
  let arrived: Timestamp
  private let state = Mutex(State())

  /// What becomes known on the way.
  struct State {
    /// The scenarios, and what they make of the exchange; `nil` where there are none.
    var scene: Scene?
    /// The job, once it is known.
    var job: RequestID?
    /// What the body of a submission is; `nil` for what is none.
    var inspection: SubmissionInspection?
    /// Why pictures that a submission names are not what the mesh shows.
    var pictureNotes: [JournalNote] = []
    /// How long the reply was held back.
    var delayed: Duration?
    /// When the reply was handed to the connection.
    var answered: Timestamp?
    /// The reply as it was handed to the connection.
    var reply: Reply?
    /// Parts of the fault that found nothing to act on.
    var idle: Set<FaultActionKind> = []
  }

  init(number: Int, facts: ExchangeFacts, arrived: Timestamp) {
    self.number = number
    self.facts = facts
    self.arrived = arrived
  }

  func update(_ change: (inout sending State) -> Void) {
    state.withLock { change(&$0) }
  }

  /// What is known now.
  var known: State { state.withLock { $0 } }
}
