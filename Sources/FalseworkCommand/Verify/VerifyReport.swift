// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkContract
internal import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

/// What is said of a server, for people.
struct VerifyReport {
  /// The most exchanges that are shown of a finding.
  private static let exchangesMax = 2
  /// The most bytes of a reply that are shown.
  private static let bodyBytesMax = 600

  let verdict: ServerVerdict
  let server: VerifiedServer

  init(_ verdict: ServerVerdict, _ server: VerifiedServer) {
    self.verdict = verdict
    self.server = server
  }

  /// The findings, each with what shows it, and a summary.
  var text: String {
    let findings = verdict.broken.flatMap(lines)
    return server.redacted((findings + summary).joined(separator: "\n"))
  }

  /// Every clause with its rule and where it comes from.
  static func list(of contract: ServerContract) -> String {
    let width = contract.clauses.map(\.id.rawValue.count).max() ?? 0
    return contract.clauses.map { clause in
      let level = clause.level.rawValue.padded(to: 6)
      let source = "\(clause.provenance.source.rawValue): \(clause.provenance.citation)"
      return "\(clause.id.rawValue.padded(to: width))  \(level)  \(clause.rule)\n"
        + "".padded(to: width + 10) + source
    }
    .joined(separator: "\n")
  }

  private func lines(of finding: (clause: ServerClause, evidence: [Evidence])) -> [String] {
    let (clause, evidence) = finding
    var lines = ["\(clause.level.rawValue) \(clause.id): \(clause.rule)"]
    for item in evidence {
      let numbers = item.exchanges.prefix(5).map { "#\($0)" }.joined(separator: ", ")
      let more = item.exchanges.count > 5 ? " and \(item.exchanges.count - 5) more" : ""
      lines.append("  \(item.text) (\(numbers)\(more))")
    }
    let shown = evidence.compactMap(\.exchanges.first).prefix(Self.exchangesMax)
    for exchange in verdict.log.exchanges where shown.contains(exchange.number) {
      lines += excerpt(of: exchange).map { "    " + $0 }
    }
    let source = clause.provenance.source.rawValue
    return lines + ["  \(source): \(clause.provenance.citation)", ""]
  }

  private func excerpt(of exchange: ProbeExchange) -> [String] {
    var lines = [
      "#\(exchange.number) > \(exchange.request.curl(keyVariable: server.keyVariable))"
    ]
    guard let reply = exchange.reply else {
      if case .failed(let reason) = exchange.outcome { lines.append("< \(reason)") }
      return lines
    }
    lines.append("< HTTP/1.1 \(reply.status)")
    lines += reply.fields.map { "< \($0.name.rawName): \($0.value)" }
    guard !reply.body.isEmpty else { return lines }
    let text = String(decoding: reply.body.prefix(Self.bodyBytesMax), as: UTF8.self)
    lines += text.split(separator: "\n").map { "< " + $0.filter { $0.isASCII ? $0 >= " " : true } }
    if reply.body.count > Self.bodyBytesMax { lines.append("< ... \(reply.body.count) bytes") }
    return lines
  }

  private var summary: [String] {
    let log = verdict.log
    let counts = ClauseLevel.allCases.sorted(by: >).compactMap { level in
      let count = verdict.broken.count { $0.clause.level == level }
      return count == 0 ? nil : "\(count) \(level.rawValue)"
    }
    let broken = counts.isEmpty ? "none broken" : "broken: \(counts.joined(separator: ", "))"
    let form = log.profile.form == .observed ? "observed" : "documented"
    var lines = [
      "\(server.url) as \(form): \(verdict.kept.count) clauses kept, "
        + "\(verdict.notExercised.count) not exercised, \(broken)",
      "\(log.exchanges.count) requests, \(log.submissionCount) jobs submitted of "
        + "\(server.budget) allowed",
    ]
    if !verdict.notExercised.isEmpty {
      let names = verdict.notExercised.map(\.rawValue).joined(separator: ", ")
      lines.append("not exercised: \(names)")
    }
    return lines
  }
}
