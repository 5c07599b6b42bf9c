// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkFaults
import FalseworkJournal
import Foundation
import HTTPTypes
import Testing

@Suite("A drill")
struct DrillTests {
  @Test("is held by who does what it expects", arguments: DrillCase.all)
  func held(one: DrillCase) {
    let verdict = DrillCase.talk(one.drill).judged()
    #expect(verdict.state == .run)
    #expect(verdict.kept.contains(one.expectation.clause))
  }

  @Test("breaks its clause where the client does another thing", arguments: DrillCase.all)
  func broken(one: DrillCase) {
    let verdict = DrillCase.talk(one.drill, breaking: one.expectation.demand).judged()
    #expect(verdict.state == .run)
    let evidence = verdict.broken.first { $0.clause == one.expectation.clause }?.evidence
    #expect(evidence?.isEmpty == false, "\(verdict.broken)")
  }

  @Test("names clauses that the contract has")
  func clausesExist() {
    for one in DrillCase.all {
      #expect(Contract.queue.clause(one.expectation.clause) != nil, "\(one)")
    }
  }

  @Test("there is for every clause that is judged by how clients end")
  func everyClauseIsDemanded() {
    let demanded = Set(DrillCase.all.map(\.expectation.clause))
    for clause in Contract.queue.clauses {
      if case .expectation = clause.method { #expect(demanded.contains(clause.id), "\(clause.id)") }
    }
  }

  @Test("has a name of its own and a suite, and ends in time for its suite")
  func wellFormed() {
    let names = Drill.shipped.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Drill.shipped.allSatisfy { !$0.suites.isEmpty && $0.timeout > .zero })
    #expect(Drill.shipped.contains { $0.name == Drill.soundName && $0.scenario == nil })
  }

  @Test("has a scenario that is shipped")
  func scenarios() throws {
    let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
      .appending(path: "../../../Fixtures/scenarios").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let known = Set(files.map { $0.split(separator: ".")[0] }.map(String.init))
    #expect(Drill.shipped.compactMap(\.scenario).filter { !known.contains($0) } == [])
  }
}

@Suite("The state of a drill")
struct DrillStateTests {
  @Test("is an error where a client succeeds without having met its fault")
  func undelivered() {
    let missed = [FaultTally.Missed(reason: "the client left", count: 1)]
    let cases: [(Talk, String)] = [
      (Talk("mesh-cut").finished().fault(fired: 0, delivered: 0), "never fired"),
      (Talk("mesh-cut").finished().fault(delivered: 0, missed: missed), "the client left"),
      (Talk("mesh-cut").finished().fault(delivered: 0), "nothing was asked"),
      (Talk("mesh-cut").finished().fault().fault("2", fired: 0, delivered: 0), "mesh-cut/2"),
      (Talk("mesh-cut").finished().fault().with { $0.evictedCount = 3 }, "3 exchanges are gone"),
    ]
    for (talk, words) in cases {
      guard case .error(let reason) = talk.judged().state else {
        Issue.record("\(talk.judged().state)")
        continue
      }
      #expect(reason.contains(words))
      #expect(talk.judgement(of: "artefact.detects-truncation") == .notExercised)
    }
  }

  @Test("is run where a client failed after it had met one fault of several")
  func partly() {
    let talk = Talk("mesh-cut", .exited(status: 1)).finished().fault()
      .fault("2", fired: 0, delivered: 0)
    #expect(talk.judged().state == .run)
    #expect(Talk("mesh-cut").finished().with { $0.proof = .optional }.judged().state == .run)
  }

  @Test("is not exercised where the client does not do what it is about")
  func needs() {
    #expect(
      Talk("webhook-sound").finished().judged().state
        == .notExercised(reason: "the client asks for no webhook"))
    #expect(
      Talk("mesh-cut-bad-range").finished().fault().judged().state
        == .notExercised(reason: "the client does not resume downloads"))
  }

  @Test("says of a client that hung that it had no deadline, and nothing else")
  func hung() {
    for drill in Drill.shipped where drill.need == nil {
      let verdict = DrillCase.talk(drill, breaking: .ending).judged()
      let ending = drill.expectations.first { $0.demand == .ending }?.clause
      let broken = verdict.broken.map(\.clause)
      #expect(broken.contains(ending ?? "polling.deadline"), "\(drill.name): \(broken)")
      let others = drill.expectations.map(\.clause).filter { $0 != ending && broken.contains($0) }
      #expect(others == [], "\(drill.name)")
    }
  }

  @Test("says of what was done on the wire even where the drill proves nothing")
  func conduct() {
    let talk = Talk("mesh-cut").submit().download { $0.request.fields = Talk.fields() }
      .fault(fired: 0, delivered: 0)
    #expect(talk.judged().broken.map(\.clause).contains("auth.key-not-to-files"))
  }
}
