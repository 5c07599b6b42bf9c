// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkJSON
import FalseworkProtocol
import Testing

@Suite("The contract of a server") struct ServerContractTests {
  @Test("is kept by one that answers as fal does", arguments: [ReplyForm.observed, .documented])
  func sound(form: ReplyForm) throws {
    let verdict = try SoundServer.verdict(SoundServer(form: form))
    #expect(verdict.broken.isEmpty, "\(verdict.broken)")
    let unexercised = Set(verdict.notExercised.map(\.rawValue))
    let expected: Set<String> =
      form == .observed
      ? ["status.document"]
      : [
        "methods.whole-id", "submit.members-in-order", "status.members-in-order",
        "status.code-202", "status.logs-null", "status.logs-list",
      ]
    #expect(unexercised == expected)
  }

  @Test("is broken in exactly one clause by each mutant", arguments: ServerMutant.all)
  func mutant(mutant: ServerMutant) throws {
    let verdict = try SoundServer.verdict(SoundServer(mutation: mutant.mutation))
    #expect(verdict.broken.map(\.clause.id) == [mutant.clause], "\(verdict.broken)")
    let evidence = verdict.broken.flatMap(\.evidence)
    #expect(evidence.allSatisfy { !$0.exchanges.isEmpty && !$0.text.isEmpty })
  }

  @Test("has a mutant for every clause, but those of endings")
  func everyClause() {
    let mutated = Set(ServerMutant.all.map(\.clause))
    let rest = ServerContract.queue.clauses.map(\.id).filter { !mutated.contains($0) }
    #expect(rest == ["replies.whole", "status.document", "status.ends"])
  }

  @Test("asks for whole replies")
  func failures() throws {
    let failing = SoundServer(failure: { $0 == .unknown(.cancel) ? "it was cut" : nil })
    let verdict = try SoundServer.verdict(failing)
    #expect(verdict.broken.map(\.clause.id) == ["replies.whole"])
    let stream = SoundServer(failure: { $0 == .stream(.sound) ? "it does not end" : nil })
    #expect(try SoundServer.verdict(stream).broken.map(\.clause.id) == ["stream.ends"])
    let mesh = SoundServer(failure: { $0 == .mesh ? "it was cut" : nil })
    #expect(try SoundServer.verdict(mesh).broken.map(\.clause.id) == ["artefact.public"])
  }

  @Test("asks for an end of every job, and does not wait for ever")
  func endless() throws {
    let verdict = try SoundServer.verdict(
      SoundServer { probe, reply in
        guard case .poll(.rejected) = probe else { return }
        reply = reply.editing {
          $0["status"] = "IN_PROGRESS"
          $0["metrics"] = [:]
          $0.members.removeAll { $0.name == "queue_position" }
        }
        reply.status = 202
      })
    #expect(verdict.broken.contains { $0.clause.id == "status.ends" })
  }

  @Test("as documented holds statuses against the document")
  func documented() throws {
    let verdict = try SoundServer.verdict(
      SoundServer(form: .documented) { probe, reply in
        if case .poll = probe { reply = reply.editing { $0["logs"] = [] } }
      })
    #expect(verdict.broken.map(\.clause.id) == ["status.document"])
    #expect(verdict.broken.first?.evidence.first?.text.hasPrefix("/logs ") == true)
  }

  @Test("is judged with no more jobs than are allowed", arguments: 0...4)
  func budget(count: Int) throws {
    let verdict = try SoundServer.verdict(SoundServer(), budget: count)
    #expect(verdict.log.submissionCount == count)
    #expect(verdict.broken.isEmpty)
  }

  @Test("is judged without the key's leaving the door")
  func astray() throws {
    let verdict = try SoundServer.verdict(
      SoundServer { probe, reply in
        guard case .submit = probe else { return }
        reply = reply.editing { $0["status_url"] = "http://127.0.0.1:40100/x" }
      })
    #expect(verdict.broken.first?.clause.id == "submit.urls-at-door")
    for exchange in verdict.log.exchanges where exchange.request.credential == .key {
      #expect(exchange.request.url.hasPrefix(SoundServer.base + "/"))
    }
    let files = verdict.log.exchanges.filter { $0.request.url.contains("fal.media") }
    #expect(!files.isEmpty && files.allSatisfy { $0.request.credential == .none })
  }

  @Test("is judged without a second try of any submission")
  func once() throws {
    let verdict = try SoundServer.verdict(
      SoundServer(failure: { probe in
        if case .submit = probe { "it was lost" } else { nil }
      }))
    #expect(verdict.log.submissionCount == 4)
    #expect(verdict.broken.map(\.clause.id) == ["replies.whole"])
  }

  @Test("knows where the other hosts of a door are")
  func doors() {
    let mock = ServerDoor(scheme: "http", authority: "127.0.0.1:1", path: "/queue.fal.run/")
    #expect(mock.isBefore("http://127.0.0.1:1/queue.fal.run/a"))
    #expect(!mock.isBefore("http://127.0.0.1:1/a"))
    #expect(!mock.isFal)
    #expect(ServerDoor(scheme: "https", authority: "queue.fal.run", path: "/").isFal)
  }
}
