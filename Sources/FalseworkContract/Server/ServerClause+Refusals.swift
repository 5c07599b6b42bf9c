// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

extension ServerClause {
  static let replies = [
    ServerClause(
      "replies.whole", .must, "Every request is answered, and the reply comes whole.",
      .documented("RFC 9112, section 6")
    ) { log in
      // Streams and meshes have rules of their own.
      let exchanges = log.exchanges.filter { exchange in
        switch exchange.probe {
        case .stream, .mesh, .meshRange, .meshUnchanged: false
        default: true
        }
      }
      return .of(exchanges) { exchange in
        guard case .failed(let reason) = exchange.outcome else { return nil }
        return "the \(exchange.probe.name) has no whole reply: \(reason)"
      }
    }
  ]

  static let auth = [
    ServerClause(
      "auth.key-required", .must, "Who shows no key is answered with 401.",
      .observed("replies to calls without a key, 2026")
    ) { log in
      .of(log[.anonymous]) { exchange in
        exchange.status == 401 ? nil : "answers \(exchange.said) to a call without a key"
      }
    },
    ServerClause(
      "auth.sentence", .should, "The 401 names the application, without the sub-path.",
      .observed("replies to calls without a key, 2026")
    ) { log in
      guard log[.anonymous]?.status == 401 else { return .notExercised }
      let name = log.profile.endpoint.application
      let sentence =
        "Cannot access application \"\(name)\". "
        + "Authentication is required to access this application."
      return .of(log[.anonymous]) { exchange in
        exchange.detail == sentence ? nil : "says \(exchange.excerpt) instead of \(sentence)"
      }
    },
    ServerClause(
      "auth.malformed-key", .should,
      "A key that is not a pair is answered with 401 and a sentence in `detail`.",
      .observed("published replies, 2025 and 2026")
    ) { log in
      .of(log[.malformedKey]) { exchange in
        exchange.status == 401 && exchange.detail != nil
          ? nil : "answers \(exchange.said) with \(exchange.excerpt)"
      }
    },
  ]

  static let methods = [
    ServerClause(
      "methods.wrong", .must, "A model answers other methods than POST with 405.",
      .observed("replies to GET of models")
    ) { log in
      .of(log[.wrongMethod]) { exchange in
        exchange.status == 405 ? nil : "answers \(exchange.said) to GET"
      }
    },
    ServerClause(
      "methods.allow", .should, "A 405 says with `Allow` which methods there are.",
      .observed("replies to GET of models; RFC 9110, section 15.5.6")
    ) { log in
      let probes: [Probe] = [.wrongMethod, .wholeID(.subpath)]
      let refusals = probes.compactMap { log[$0] }.filter { $0.status == 405 }
      return .of(refusals) { exchange in
        guard let allow = exchange.field(.allow) else { return "a 405 has no field Allow" }
        return allow.contains("POST") ? nil : "the 405 says Allow: \(allow), which is not POST"
      }
    },
    ServerClause(
      "methods.whole-id", .should,
      "A job is asked about under owner and alias: with the sub-path it is 405.",
      .observed("status calls with a sub-path, 2026; newest prose prints the whole id")
    ) { log in
      guard log.profile.form == .observed else { return .notExercised }
      return .of(log[.wholeID(.subpath)]) { exchange in
        exchange.status == 405 ? nil : "answers \(exchange.said) under the whole id"
      }
    },
  ]

  static let unknown = [
    unknown(
      .status, .must, ["status": "NOT_FOUND"], .observed("published replies, 2026")),
    unknown(
      .result, .must, ["detail": "Request not found"], .observed("published replies, 2026")),
    unknown(.cancel, .should, ["status": "NOT_FOUND"], .documented("fal's page on the queue")),
  ]

  private static func unknown(
    _ view: Probe.View, _ level: ClauseLevel, _ body: JSONValue, _ provenance: Provenance
  ) -> ServerClause {
    let text = body.text(.compact)
    return ServerClause(
      ClauseID(rawValue: "unknown.\(view.rawValue)"), level,
      "The \(view.rawValue) of a request that does not exist is 404 with \(text).", provenance
    ) { log in
      .of(log[.unknown(view)]) { exchange in
        exchange.status == 404 && exchange.json == body
          ? nil : "answers \(exchange.said) with \(exchange.excerpt)"
      }
    }
  }
}
