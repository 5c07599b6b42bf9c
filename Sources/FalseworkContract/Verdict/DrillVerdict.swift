// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal
internal import FalseworkProtocol

/// What is said of a client after one drill.
public struct DrillVerdict: Sendable {
  /// The drill.
  public let drill: Drill
  /// Whether it says anything.
  public internal(set) var state: DrillState
  /// What it says of each clause, in the order of the contract.
  public internal(set) var clauses: [ClauseResult]
  /// What all of it rests on.
  public let record: DrillRecord

  /// The clauses that were broken, with what shows it.
  public var broken: [(clause: ClauseID, evidence: [Evidence])] {
    clauses.compactMap { result in
      if case .broken(let evidence) = result.judgement { (result.clause, evidence) } else { nil }
    }
  }

  /// The clauses that were kept.
  public var kept: [ClauseID] {
    clauses.filter { $0.judgement == .kept }.map(\.clause)
  }

  /// What the accepted jobs would have cost at fal; `nil` where nothing is known of a price.
  public var cost: Dollars? {
    let prices = record.jobs.compactMap { EndpointID($0.endpoint)?.priceMills }
    return prices.count < record.jobs.count ? nil : Dollars(mills: prices.reduce(0, +))
  }
}
