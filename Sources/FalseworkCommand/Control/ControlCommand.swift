// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkJSON
internal import HTTPTypes

/// Asks a running server by its control interface.
struct ControlCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "ctl",
    abstract: "Ask or steer a running server by its control interface.",
    discussion: """
      Looking:   falsework ctl journal --where fault=missed
                 falsework ctl requests 019e…        falsework ctl explain 17
      Steering:  falsework ctl use slow-queue --key me
                 falsework ctl drop slow-queue --key me
                 falsework ctl fault '{"when": {"operation": "status"}, "do": {"status": 500}}'
                 falsework ctl advance 90s           falsework ctl advance idle
                 falsework ctl reset journal
      """)

  @Argument(
    help: ArgumentHelp(
      "What to do.",
      discussion: ControlDeed.allCases.map { "\($0.rawValue): \($0.about)" }
        .joined(separator: "\n"), valueName: "deed"))
  var deed: ControlDeed

  @Argument(
    help: ArgumentHelp("What it is done to: an id, a name, a length of time…", valueName: "subject")
  )
  var subject: String?

  @Option(help: ArgumentHelp("The id of an API key: only what belongs to it.", valueName: "id"))
  var key: String?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "A parameter of the journal, such as status=5xx or fault=missed; repeatable.",
      valueName: "name=value"))
  var filters: [String] = []

  @OptionGroup var options: ControlOptions

  func validate() throws {
    if deed.subject == .needed, subject == nil {
      throw ValidationError("ctl \(deed.rawValue) needs a subject: \(deed.about)")
    }
    if deed.subject == .none, let subject {
      throw ValidationError("ctl \(deed.rawValue) takes no subject, and there is \(subject)")
    }
    if let filter = filters.first(where: { !$0.contains("=") }) {
      throw ValidationError("--where takes name=value, not \(filter)")
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    var query = filters.map { filter in
      let parts = filter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (name: String(parts[0]), value: String(parts.last ?? ""))
    }
    if let key { query.append((name: "key", value: key)) }
    let call = deed.call(subject, query)
    let answer = try await options.client(context.environment).ask(
      call.method, call.path, query: call.query, body: call.body)
    let text = String(decoding: answer, as: UTF8.self)
    let json = try? JSONValue.parse(answer)
    context.console.write(json.map { $0.indented } ?? Self.trimmed(text))
    return .success
  }

  private static func trimmed(_ text: String) -> String {
    text.last == "\n" ? String(text.dropLast()) : text
  }
}

/// Something that can be asked of a running server.
enum ControlDeed: String, CaseIterable, ExpressibleByArgument {
  case health, config, requests, ledger, webhooks, journal, explain, faults, fault, scenarios, use
  case drop, clock, advance, reset, metrics

  /// Whether it is done to something.
  enum Subject {
    case none
    case possible
    case needed
  }

  var subject: Subject {
    switch self {
    case .health, .config, .ledger, .clock, .metrics: .none
    case .requests, .webhooks, .journal, .faults, .scenarios, .reset: .possible
    case .explain, .fault, .use, .drop, .advance: .needed
    }
  }

  var about: String {
    switch self {
    case .health: "is it well?"
    case .config: "what the server was told"
    case .requests: "the latest requests, or one by its id"
    case .ledger: "what they would have cost"
    case .webhooks: "what became of webhooks, or of a request's"
    case .journal: "the exchanges, or one by its number"
    case .explain: "why the exchange of a number went as it did"
    case .faults: "how far every rule has come, or one by its id"
    case .fault: "puts a rule in, in JSON"
    case .scenarios: "those that can be chosen, or one by its name"
    case .use: "lets a scenario hold, for a --key or for all"
    case .drop: "lets it hold no longer; put-in-N takes out a rule"
    case .clock: "what time it is, and what comes next"
    case .advance: "lets time pass: 90s, 2h, a moment in UTC, or idle"
    case .reset: "forgets requests, journal or faults; all without a subject"
    case .metrics: "counts for Prometheus"
    }
  }

  /// What is sent to the control interface.
  struct Call {
    var method = HTTPRequest.Method.get
    var path: String
    var query: [(name: String, value: String)]
    var body: [UInt8]?
  }

  func call(_ subject: String?, _ query: [(name: String, value: String)]) -> Call {
    let below = subject.map { "\(rawValue)/\($0)" } ?? rawValue
    var call = Call(path: below, query: query)
    switch self {
    case .health, .config, .requests, .ledger, .journal, .explain, .faults, .scenarios, .clock,
      .metrics:
      break
    case .webhooks:
      call.path = rawValue
      if let subject { call.query.append((name: "request_id", value: subject)) }
    case .fault:
      (call.method, call.path, call.body) = (.post, "faults", subject.map { Array($0.utf8) })
    case .use, .drop:
      let isRule = subject?.hasPrefix("put-in-") ?? false
      call.method = self == .use ? .put : .delete
      call.path = "\(isRule ? "faults" : "scenarios")/\(subject ?? "")"
    case .advance:
      (call.method, call.path) = (.post, "clock/advance")
      call.query.append(Self.advance(subject ?? ""))
    case .reset:
      (call.method, call.path) = (.post, rawValue)
      if let subject { call.query.append((name: "what", value: subject)) }
    }
    return call
  }

  private static func advance(_ subject: String) -> (name: String, value: String) {
    if subject == "idle" { return (name: "until", value: subject) }
    return (name: subject.contains("T") ? "to" : "by", value: subject)
  }
}
