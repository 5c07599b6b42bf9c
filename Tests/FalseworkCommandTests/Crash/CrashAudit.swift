// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import HTTPTypes
import Testing

/// Holds a server against what servers on the same state have promised.
struct CrashAudit {
  let client: LocalClient
  let book: PromiseBook
  /// What is told of a finding, to repeat it.
  let context: Comment

  /// Looks at the promises of one life, and at a few others.
  func checkPromises(of life: Int) async throws {
    let requests = book.requests
    let (latest, earlier) = (requests.filter { $0.value.life == life }, requests.shuffled())
    for (id, request) in Array(latest) + earlier.prefix(Self.sampleCount) {
      try await check(id, request)
    }
    try await checkUploads { $0.life == life }
  }

  /// Looks at everything, once every request has ended and every webhook is sent.
  func checkEverything() async throws {
    #expect(book.twins.isEmpty, context)
    try await checkUploads { _ in true }
    for (id, request) in book.requests {
      let client = client.with(key: request.key)
      let status = try await client.send(.get, request.path + "/status")
      #expect(status.status == 200, "\(context): \(id): \(status.text)")
      let result = try await client.send(.get, request.path)
      check(result, of: request, id)
      check(book.deliveries[id] ?? [], of: request, id, result)
    }
  }

  private static let sampleCount = 20

  private func check(_ id: String, _ request: PromiseBook.Accepted) async throws {
    let client = client.with(key: request.key)
    let reply = try await client.send(.get, request.path + "/status")
    #expect([200, 202].contains(reply.status), "\(context): \(id): \(reply.text)")
    #expect(reply.json["request_id"]?.stringValue == id, context)
    if request.isCancelled {
      #expect(reply.json["error_type"] == "client_cancelled", "\(context): \(id): \(reply.text)")
    }
    if request.isCompleted || request.isCancelled {
      #expect(reply.status == 200, "\(context): \(id) has risen: \(reply.text)")
    }
  }

  private func check(
    _ result: LocalClient.Reply, of request: PromiseBook.Accepted, _ id: String
  ) {
    if request.isCancelled {
      #expect(result.status == 499, "\(context): \(id): \(result.text)")
    }
    guard let seen = request.result else { return }
    #expect(result.status == seen.status, "\(context): \(id): \(result.text)")
    #expect(Self.portless(result.text) == Self.portless(seen.text), "\(context): \(id)")
  }

  private func check(
    _ deliveries: [WebhookReceiver.Delivery], of request: PromiseBook.Accepted, _ id: String,
    _ result: LocalClient.Reply
  ) {
    #expect(!deliveries.isEmpty == request.hasWebhook, "\(context): webhook of \(id)")
    let isGood = result.status == 200
    for delivery in deliveries {
      let body = (try? JSONValue.parse(delivery.body)) ?? .null
      let found = "\(context): webhook of \(id): \(delivery.text), but \(result.text)"
      #expect(body["status"] == (isGood ? "OK" : "ERROR"), "\(found)")
      let error = isGood ? nil : "Unexpected status code: \(result.status)"
      #expect(body["error"]?.stringValue == error, "\(found)")
      let payload = body["payload"]?.text(.pythonSorted) ?? ""
      #expect(
        Self.portless(payload) == Self.portless(result.json.text(.pythonSorted)), "\(found)")
    }
  }

  private func checkUploads(_ isWanted: (PromiseBook.Upload) -> Bool) async throws {
    for (path, upload) in book.uploads where isWanted(upload) {
      let reply = try await client.send(.get, path)
      #expect(reply.status == 200, "\(context): \(path): \(reply.text)")
      let isKnown = ([upload.content] + upload.attempts).contains(reply.content)
      #expect(isKnown, "\(context): \(path) has other contents than were put")
    }
  }

  /// A text without the ports of this machine, as each life of the server has its own.
  private static func portless(_ text: String) -> String {
    let parts = text.split(separator: "http://127.0.0.1:", omittingEmptySubsequences: false)
    return parts.first.map(String.init).map { first in
      parts.dropFirst().reduce(first) { $0 + "http://127.0.0.1" + $1.drop(while: \.isNumber) }
    } ?? ""
  }
}
