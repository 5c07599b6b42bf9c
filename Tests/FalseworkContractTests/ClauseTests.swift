// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import Testing

@Suite("A clause")
struct ClauseTests {
  @Test("is kept by who keeps it", arguments: ConductCases.all)
  func kept(one: ConductCase) {
    for (index, talk) in one.kept.enumerated() {
      #expect(talk.judgement(of: one.clause) == .kept, "talk \(index + 1)")
    }
  }

  @Test("is broken by who breaks it, as these exchanges show", arguments: ConductCases.all)
  func broken(one: ConductCase) {
    guard case .broken(let evidence) = one.broken.judgement(of: one.clause) else {
      Issue.record("it is \(String(describing: one.broken.judgement(of: one.clause)))")
      return
    }
    #expect(evidence.flatMap(\.exchanges) == one.exchanges, "\(evidence)")
    #expect(evidence.allSatisfy { !$0.text.isEmpty && !$0.text.hasSuffix(".") })
  }

  @Test("says nothing of a talk that has nothing to do with it", arguments: ConductCases.all)
  func idle(one: ConductCase) {
    guard let talk = one.idle else { return }
    #expect(talk.judgement(of: one.clause) == .notExercised)
  }

  @Test("is in the table of talks if it is judged by conduct")
  func complete() {
    let judged = Contract.queue.clauses.compactMap { clause -> ClauseID? in
      if case .conduct = clause.method { clause.id } else { nil }
    }
    #expect(Set(judged) == Set(ConductCases.all.map(\.clause)))
  }

  @Test("has a name of its own, a rule and a reason that are sentences, and a source")
  func wellFormed() {
    let clauses = Contract.queue.clauses
    #expect(Set(clauses.map(\.id)).count == clauses.count)
    for clause in clauses {
      #expect(clause.id.rawValue.wholeMatch(of: /[a-z]+\.[a-z0-9-]+/) != nil, "\(clause.id)")
      #expect(clause.rule.hasSuffix("."), "\(clause.id)")
      #expect(clause.why.hasSuffix("."), "\(clause.id)")
      #expect(!clause.provenance.citation.isEmpty, "\(clause.id)")
    }
  }
}
