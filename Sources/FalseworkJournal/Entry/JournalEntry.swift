// Falsework
// SPDX-License-Identifier: MIT

/// One exchange: a request, what became of it, and what was done to its reply on purpose.
///
/// Everything that could open a door is redacted before an entry is made; see `Redaction`.
public struct JournalEntry: Sendable, Hashable {
  /// The number of the exchange in the order of arrival, from 1; the text of
  /// `x-falsework-exchange`.
  public var id: Int
  /// The number of the entry in the order of recording, from 1; 0 until the journal sets it.
  ///
  /// Exchanges end in another order than they begin in: who follows the journal asks for what was
  /// recorded since a position, and so misses no long exchange.
  public var position: Int
  /// What was asked for, in the words of fault rules, such as `submit`, `status` and `file`.
  public var operation: String
  /// Who asked, and by which way.
  public var origin: JournalOrigin
  /// The job that it was about.
  public var job: JournalJob?
  /// The names of the scenarios that the exchange was under, first to last.
  public var scenarios: [String]
  /// When it happened.
  public var times: JournalTimes
  /// What came in.
  public var request: JournalRequest
  /// What went out.
  public var response: JournalResponse
  /// How the exchange ended on the wire.
  public var delivery: JournalDelivery
  /// The delay before the first byte of the reply; `nil` where none was asked for.
  public var delay: JournalDelay?
  /// The faults that fired, in the order of their firing.
  public var faults: [JournalFault]
  /// The rules that nearly fired.
  public var nearMisses: [JournalNearMiss]
  /// What else should be known of the exchange.
  public var notes: [JournalNote]

  /// Creates an entry.
  public init(
    id: Int, position: Int = 0, operation: String, origin: JournalOrigin, job: JournalJob? = nil,
    scenarios: [String] = [], times: JournalTimes, request: JournalRequest,
    response: JournalResponse, delivery: JournalDelivery, delay: JournalDelay? = nil,
    faults: [JournalFault] = [], nearMisses: [JournalNearMiss] = [], notes: [JournalNote] = []
  ) {
    self.id = id
    self.position = position
    self.operation = operation
    self.origin = origin
    self.job = job
    self.scenarios = scenarios
    self.times = times
    self.request = request
    self.response = response
    self.delivery = delivery
    self.delay = delay
    self.faults = faults
    self.nearMisses = nearMisses
    self.notes = notes
  }
}
