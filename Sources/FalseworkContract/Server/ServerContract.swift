// Falsework
// SPDX-License-Identifier: MIT

/// The contract that a server of fal's queue keeps towards its clients.
public struct ServerContract: Sendable {
  /// The clauses in the order of their families.
  public let clauses: [ServerClause]

  /// The contract of servers of fal's queue.
  public static let queue = ServerContract(
    clauses: ServerClause.replies + ServerClause.auth + ServerClause.methods
      + ServerClause.unknown + ServerClause.submit + ServerClause.status + ServerClause.stream
      + ServerClause.result + ServerClause.cancel + ServerClause.headers + ServerClause.artefact
      + ServerClause.documents)

  /// Judges what was seen of a server.
  public func judge(_ log: ProbeLog) -> ServerVerdict {
    ServerVerdict(
      log: log,
      clauses: clauses.map { clause in
        ServerVerdict.Result(clause: clause, judgement: clause.judge(log))
      })
  }
}
