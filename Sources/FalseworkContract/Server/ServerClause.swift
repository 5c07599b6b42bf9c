// Falsework
// SPDX-License-Identifier: MIT

/// One rule of the contract, from the side of a server.
public struct ServerClause: Sendable {
  /// Its name.
  public let id: ClauseID
  /// How binding it is.
  public let level: ClauseLevel
  /// The rule in a sentence.
  public let rule: String
  /// Where it comes from.
  public let provenance: Provenance
  /// How it is judged.
  public let judge: @Sendable (ProbeLog) -> Judgement

  init(
    _ id: ClauseID, _ level: ClauseLevel, _ rule: String, _ provenance: Provenance,
    _ judge: @escaping @Sendable (ProbeLog) -> Judgement
  ) {
    self.id = id
    self.level = level
    self.rule = rule
    self.provenance = provenance
    self.judge = judge
  }
}

extension Judgement {
  /// Holds a rule against some of what was seen; nothing seen is nothing exercised.
  ///
  /// A complaint is evidence, and the same complaint about several exchanges is one piece of it.
  static func of<Seen>(
    _ seen: [Seen], at exchange: (Seen) -> ProbeExchange, _ complaint: (Seen) -> String?
  ) -> Judgement {
    guard !seen.isEmpty else { return .notExercised }
    var texts: [String] = []
    var numbers: [String: [Int]] = [:]
    for item in seen {
      guard let text = complaint(item) else { continue }
      if numbers[text] == nil { texts.append(text) }
      numbers[text, default: []].append(exchange(item).number)
    }
    return .kept(unless: texts.map { Evidence($0, exchanges: numbers[$0] ?? []) })
  }

  /// Holds a rule against exchanges.
  static func of(
    _ exchanges: [ProbeExchange], _ complaint: (ProbeExchange) -> String?
  ) -> Judgement {
    of(exchanges, at: { $0 }, complaint)
  }

  /// Holds a rule against the statuses that were seen.
  static func of(
    _ sightings: [StatusSighting], _ complaint: (StatusSighting) -> String?
  ) -> Judgement {
    of(sightings, at: \.exchange, complaint)
  }

  /// Holds a rule against an exchange, where there was one that brought a reply.
  static func of(_ exchange: ProbeExchange?, _ complaint: (ProbeExchange) -> String?) -> Judgement {
    of([exchange].compactMap { $0 }.filter { $0.reply != nil }, complaint)
  }
}
