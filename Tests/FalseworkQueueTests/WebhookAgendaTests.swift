// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import FalseworkQueue
import Testing

@Suite("An agenda of webhooks") struct WebhookAgendaTests {
  private func moment(_ second: Int) -> Timestamp {
    Timestamp(microseconds: Int64(second) * 1_000_000)
  }

  private func ids(_ count: Int) -> [RequestID] {
    (0..<count).map { index in
      var generator = SeededGenerator(seed: 1, key: "\(index)")
      return RequestID(time: moment(index), using: &generator)
    }
  }

  @Test("gives out what is due, the earliest first, and once")
  func order() {
    var agenda = WebhookAgenda()
    let ids = ids(3)
    for (id, second) in zip(ids, [30, 10, 20]) {
      agenda.plan(id, to: "\(second)", at: moment(second), .end)
    }
    #expect(agenda.nextMoment == moment(10))
    #expect(agenda.takeDue(at: moment(9)).isEmpty)
    #expect(agenda.takeDue(at: moment(20)) == [ids[1], ids[2]])
    #expect(agenda.takeDue(at: moment(20)).isEmpty)
    #expect(agenda.nextMoment == moment(30))
  }

  @Test("follows the end of a request wherever it moves, but not once it was tried")
  func moves() {
    var agenda = WebhookAgenda()
    let id = ids(1)[0]
    agenda.plan(id, to: "a", at: moment(50), .end)
    #expect(agenda.awaitsEnd(of: id))
    for second in [80, 20, 20, 60] { agenda.move(id, to: moment(second)) }
    #expect(agenda.nextMoment == moment(60))
    #expect(agenda.takeDue(at: moment(59)).isEmpty)
    #expect(agenda.takeDue(at: moment(60)) == [id])
    agenda.move(id, to: moment(1))
    #expect(agenda.nextMoment == nil)
    #expect(agenda.end(id) == "a")
    agenda.plan(id, to: "a", at: moment(90), .retry)
    agenda.move(id, to: moment(1))
    #expect(agenda.nextMoment == moment(90))
    #expect(!agenda.awaitsEnd(of: id))
  }

  @Test("keeps places free for other targets than a slow one")
  func slowTarget() {
    var agenda = WebhookAgenda()
    let ids = ids(10)
    for id in ids.dropLast() { agenda.plan(id, to: "slow", at: moment(1), .end) }
    agenda.plan(ids[9], to: "fast", at: moment(2), .end)
    let due = agenda.takeDue(at: moment(2))
    #expect(due.count == WebhookAgenda.underWayPerTargetCountMax + 1)
    #expect(due.last == ids[9])
    #expect(agenda.nextMoment == nil, "what is set aside waits for a place, not for a moment")
    var seen = Set(due)
    for id in due.dropLast() {
      #expect(agenda.end(id) == "slow")
      let more = agenda.takeDue(at: moment(2))
      #expect(more.count == 1)
      seen.formUnion(more)
    }
    #expect(seen.count == 9)
  }

  @Test("has no more on its way than its limit")
  func limit() {
    var agenda = WebhookAgenda()
    let ids = ids(WebhookAgenda.underWayCountMax + 3)
    for (index, id) in ids.enumerated() {
      agenda.plan(id, to: "\(index)", at: moment(1), .end)
    }
    let due = agenda.takeDue(at: moment(1))
    #expect(due.count == WebhookAgenda.underWayCountMax)
    #expect(agenda.nextMoment == nil)
    _ = agenda.end(due[0])
    #expect(agenda.nextMoment == moment(1))
    #expect(agenda.takeDue(at: moment(1)).count == 1)
    #expect(agenda.end(due[0]) == nil)
  }

  @Test("stays as small as what is planned, however often that moves")
  func manyMoves() {
    var agenda = WebhookAgenda()
    let id = ids(1)[0]
    agenda.plan(id, to: "a", at: moment(1), .end)
    for second in 2..<10_000 { agenda.move(id, to: moment(second)) }
    #expect(agenda.nextMoment == moment(9999))
    #expect(agenda.takeDue(at: moment(9999)) == [id])
  }
}
