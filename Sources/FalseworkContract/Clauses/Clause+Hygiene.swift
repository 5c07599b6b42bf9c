// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJournal

extension Clause {
  /// What is asked of every program that talks to others.
  static let hygiene: [Clause] = [
    Clause(
      "hygiene.user-agent", .should, "A client says what it is.",
      why: "Who looks into a problem with you looks for your name.",
      .documented("RFC 9110 §10.1.5"), .conduct(judgeUserAgent)),
    Clause(
      "hygiene.connection-reuse", .should, "Connections are used again.",
      why: "Each new one costs a handshake, and polls make hundreds.",
      .documented("RFC 9112 §9.3"), .conduct(judgeConnections)),
    Clause(
      "hygiene.no-egress", .must, "Nobody else is called.",
      why: "What a test calls by mistake, it calls in production, with the key at hand.",
      .inferred("the proxy refuses all but fal's hosts"),
      .conduct { talk in
        .kept(unless: talk.notes(.egressRefused).map { Evidence($0.text, $0.call) })
      }),
    Clause(
      "hygiene.no-real-key", .must, "No real key comes into a test.",
      why: "It is out once a log has it, and no test needs one.",
      .inferred("keys of fal's form were found in requests"),
      .conduct { talk in
        .kept(unless: talk.notes(.realKey).map { Evidence($0.text, $0.call) })
      }),
    Clause(
      "hygiene.cancels-on-exit", .should, "Who is told to stop cancels what it waits for.",
      why: "The job goes on and is paid for.", .documented("fal's queue page: cancel"),
      .conduct { talk in
        guard talk.outcome.ending == .interrupted else { return .notExercised }
        let left = talk.jobs.filter { $0.isKnown && !$0.isToldToBeOver }
        guard !left.isEmpty else { return .notExercised }
        return .kept(
          unless: left.filter { !$0.isCancelled }.map { job in
            Evidence("the client was told to stop, and \(job.requestID) was not cancelled")
          })
      }),
    Clause(
      "hygiene.no-crash", .must, "A client ends by itself, not by a signal.",
      why: "A crash tells nobody what went wrong.", .inferred("exit statuses above 128"),
      .conduct { talk in
        switch talk.outcome.ending {
        case .signalled(let number):
          return .broken([Evidence("the client was ended by signal \(number)")])
        case .exited(let status) where crashStatuses.contains(status):
          let words = "the client ended with status \(status), a shell's word for signal "
          return .broken([Evidence(words + "\(status - shellSignalOffset)")])
        case .exited, .interrupted, .outOfTime: return .kept
        }
      }),
  ]

  /// What a shell adds to a signal to make a status of it (POSIX, Shell Command Language §2.8.2).
  private static let shellSignalOffset = 128
  /// The statuses of programs that crashed below a shell: by SIGILL, SIGABRT, SIGBUS, SIGFPE and
  /// SIGSEGV; others may be a program's own.
  private static let crashStatuses = Set([4, 6, 7, 8, 11].map { $0 + shellSignalOffset })

  /// The names that libraries and runtimes give themselves, without versions.
  private static let bareLibraries: Set = [
    "python", "python-urllib", "python-requests", "python-httpx", "python-urllib3", "aiohttp",
    "curl", "wget", "node", "node-fetch", "undici", "axios", "got", "bun", "deno", "okhttp",
    "java", "java-http-client", "apache-httpclient", "go-http-client", "dart", "ruby", "reqwest",
    "hyper", "libwww-perl", "guzzlehttp", "php",
  ]

  /// Whether a name begins with that of a library, or there is none.
  private static func isBare(_ name: String) -> Bool {
    let product = name.prefix { $0 != "/" && $0 != " " }
    return product.isEmpty || bareLibraries.contains(product.lowercased())
  }

  private static func judgeUserAgent(_ talk: Conversation) -> Judgement {
    let calls = talk.calls.filter(\.isForAPI)
    guard !calls.isEmpty else { return .notExercised }
    // One exchange says it for all of a name.
    let nameless = Dictionary(grouping: calls) { $0.fields.userAgent ?? "" }
      .filter { name, _ in isBare(name) }
    return .kept(
      unless: nameless.keys.sorted().compactMap { name in
        nameless[name]?.first.map { call in
          Evidence(
            name.isEmpty ? "there is no User-Agent" : "User-Agent is the library's: \(name)", call)
        }
      })
  }

  /// How many calls to a host say something of connections.
  private static let callsOfReuseMin = 8

  private static func judgeConnections(_ talk: Conversation) -> Judgement {
    let calls = talk.calls.filter { $0.isForAPI && !$0.isSpoilt }
    let hosts = Dictionary(grouping: calls) { $0.entry.request.host }
      .filter { $1.count >= callsOfReuseMin }
    guard !hosts.isEmpty else { return .notExercised }
    return .kept(
      unless: hosts.sorted { $0.key < $1.key }.compactMap { host, calls in
        let connections = Set(calls.map(\.entry.origin.connection)).count
        guard connections * 4 > calls.count * 3 else { return nil }
        return Evidence(
          "\(calls.count) calls to \(host) took \(connections) connections",
          exchanges: calls.prefix(evidenceMax).map(\.number))
      })
  }
}
