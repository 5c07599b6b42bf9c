// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import FalseworkProtocol

/// What a connection's last request was about, kept for the next: most often that is the same poll.
final class PollMemory {
  let head: HTTPRequestHead
  let visit: Visit
  let facts: ExchangeFacts
  /// The last reply to a status poll without logs, which holds as long as the state does.
  var status: (state: QueueStatusBody.State, reply: Reply)?
  /// What is known of the scenarios of such polls.
  var screening: Screening?
  /// The last reply as rules have changed it.
  var edited: EditedReply?

  init(head: HTTPRequestHead, visit: Visit, facts: ExchangeFacts) {
    self.head = head
    self.visit = visit
    self.facts = facts
  }
}
