// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

extension ServerClause {
  static let headers = [
    ServerClause(
      "headers.json-type", .must, "JSON is sent as `application/json`.",
      .observed("captures; fal's JavaScript client takes anything else for text")
    ) { log in
      let exchanges = log.exchanges.filter { exchange in
        exchange.probe.isAboutJob && !exchange.isStream && exchange.json != nil
      }
      return .of(exchanges) { exchange in
        let type = exchange.field(.contentType) ?? "missing"
        return type.lowercased().hasPrefix("application/json")
          ? nil : "the content type of JSON is \(type)"
      }
    },
    ServerClause(
      "headers.request-id", .must,
      "Replies about a job have `x-fal-request-id`, which is the job's id.",
      .observed("captures; fal's Java client fails without it")
    ) { log in
      let exchanges = log.exchanges.filter { exchange in
        exchange.isOwnReplyAboutJob && exchange.probe.job.flatMap(log.known) != nil
      }
      return .of(exchanges) { exchange in
        guard let value = exchange.field(.falRequestID) else {
          return "there is no x-fal-request-id"
        }
        let id = exchange.probe.job.flatMap { log.known($0)?.id }
        return value == id ? nil : "x-fal-request-id is another one than the job's"
      }
    },
    ServerClause(
      "headers.cors", .should, "Every page may read the replies: `Access-Control-Allow-Origin`.",
      .inferred("fal's clients run in browsers; its runners answer so")
    ) { log in
      let exchanges = log.exchanges.filter(\.isOwnReplyAboutJob)
      return .of(exchanges) { exchange in
        exchange.isOpenToPages ? nil : "there is no Access-Control-Allow-Origin for a page"
      }
    },
    ServerClause(
      "headers.preflight", .should,
      "A browser's preflight is answered with 2xx, and allows POST and `Authorization`.",
      .inferred("fal's clients run in browsers; its runners answer so")
    ) { log in
      .of(log[.preflight]) { exchange in
        guard exchange.isAccepted else {
          return "answers \(exchange.said) to a preflight"
        }
        if !exchange.isOpenToPages { return "the preflight allows no page" }
        let methods = exchange.field(.accessControlAllowMethods) ?? ""
        if !methods.contains("POST"), methods != "*" { return "the preflight does not allow POST" }
        // `*` does not stand for Authorization (Fetch, section 4.9).
        let fields = (exchange.field(.accessControlAllowHeaders) ?? "").lowercased()
        return fields.contains("authorization")
          ? nil : "the preflight does not allow the field Authorization"
      }
    },
  ]
}

extension ProbeExchange {
  /// Whether it is a reply about a job, and not the page of an ingress that is in trouble.
  fileprivate var isOwnReplyAboutJob: Bool { probe.isAboutJob && status.map { $0 < 500 } == true }

  /// Whether a browser shows the reply to the page that asked.
  fileprivate var isOpenToPages: Bool {
    let origin = field(.accessControlAllowOrigin)
    return origin == "*" || origin == ProbeRequest.origin
  }
}
