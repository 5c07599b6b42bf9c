// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import Testing

@Suite("Every reply") struct DescribedReplyTests {
  private typealias Reply = (action: DescribedWire.Action, response: WireClient.Response)

  @Test("is described by the document or by a known difference")
  func described() async throws {
    let wire = try DescribedWire()
    let replies = try await Self.broadTable()

    #expect(replies.count >= 25)
    for (action, response) in replies {
      let complaints = try wire.complaints(action, response)
      #expect(complaints.isEmpty, "\(response.text)")
    }
  }

  @Test(
    "of a server that is as documented is described without any difference but the errors",
    arguments: [Dialect.documented, .strict])
  func documented(dialect: Dialect) async throws {
    let wire = try DescribedWire { $0.isError }
    let replies = try await Self.broadTable(as: dialect)

    #expect(replies.count >= 25)
    for (action, response) in replies {
      let complaints = try wire.complaints(action, response)
      #expect(complaints.isEmpty, "\(response.text)")
    }
    #expect(replies.contains { $0.response.json["success"] == true })
    #expect(replies.contains { $0.response.json["success"] == false })
    #expect(replies.contains { $0.response.json["logs"]?["0"]?["message"] != nil })
  }

  @Test(
    "to a body that only coercion saves is a 422 of a strict server",
    arguments: [
      (#"{"image_url":"https://a/b.png","seed":"12"}"#, "/seed"),
      (#"{"image_url":"https://a/b.png","texture_size":1024.5}"#, "/texture_size"),
      (#"{"image_url":"https://a/b.png","ss_sampling_steps":true}"#, "/ss_sampling_steps"),
    ])
  func strict(body: String, place: String) async throws {
    for dialect in Dialect.allCases {
      try await withServer(as: dialect) { _, client in
        let path = try Self.requestPath(
          try await client.send("POST", "/fal-ai/trellis", body: body))
        let result = try await client.send("GET", path)
        let isCoerced = dialect != .strict && place != "/texture_size"
        #expect(result.status == (isCoerced ? 200 : 422), "\(dialect)")
        guard dialect == .strict else { return }
        let loc = result.json["detail"]?[0]?["loc"]
        #expect(loc == ["body", .string(String(place.dropFirst()))])
      }
    }
  }

  @Test("needs each difference that names a status or replaces a schema")
  func differencesAreNeeded() async throws {
    let replies = try await Self.broadTable()
    // Additions to a schema that takes any member; nothing fails without them.
    let additions = ["error", "error_type"].map {
      "/components/schemas/QueueStatus/properties/\($0)"
    }
    for difference in try DescribedWire().differences where !additions.contains(difference.name) {
      let wire = try DescribedWire { $0.name != difference.name }
      let complaints = try replies.flatMap { try wire.complaints($0.action, $0.response) }
      #expect(!complaints.isEmpty, "\(difference.name) is in the list and on no wire")
    }
  }

  @Test("that nobody described is found out")
  func undescribed() async throws {
    let wire = try DescribedWire { _ in false }
    let complaints = try await Self.broadTable().flatMap {
      try wire.complaints($0.action, $0.response)
    }
    #expect(complaints.contains { $0.hasPrefix("status 202 #: is not described") })
    #expect(complaints.contains { $0.hasPrefix("status 200 #/logs: ") })
  }

  @Test("that differs from the document has a reason and a provenance")
  func provenance() throws {
    let known = ["observed", "documented", "inferred"]
    for difference in try DescribedWire().differences {
      #expect(known.contains(difference.provenance), "\(difference.name)")
      #expect(difference.reason.hasSuffix("."), "\(difference.name)")
    }
  }

  /// Each kind of reply that the queue gives, at least once.
  private static func broadTable(as dialect: Dialect = .observed) async throws -> [Reply] {
    try await withServer(as: dialect) { _, client in
      try await finished(client) + refused(client)
    }
      + withServer(.realistic, speed: 0.001, as: dialect) { _, client in
        try await waiting(client)
      }
      + withServer(.realistic, speed: 2, as: dialect) { _, client in try await running(client) }
  }

  private static func finished(_ client: WireClient) async throws -> [Reply] {
    var replies: [Reply] = []
    for body in [smallInput, "{}", "[]", #"{"image_url":1,"texture_size":"512"}"#, "{", ""] {
      let submission = try await client.send("POST", "/fal-ai/trellis", body: body)
      replies.append((.submit, submission))
      let path = try requestPath(submission)
      for suffix in ["/status", "/status?logs=1"] {
        replies.append((.status, try await client.send("GET", path + suffix)))
      }
      replies.append((.result, try await client.send("GET", path)))
      replies.append((.cancel, try await client.send("PUT", path + "/cancel")))
    }
    return replies
  }

  private static func refused(_ client: WireClient) async throws -> [Reply] {
    var stranger = client
    stranger.key = nil
    let path = "/fal-ai/trellis/requests/00000000-0000-0000-0000-000000000000"
    return [
      (.submit, try await stranger.send("POST", "/fal-ai/trellis", body: smallInput)),
      (.submit, try await client.send("GET", "/fal-ai/trellis")),
      (.status, try await client.send("GET", path + "/status")),
      (.status, try await client.send("POST", path + "/status")),
      (.result, try await client.send("GET", path)),
      (.cancel, try await client.send("PUT", path + "/cancel")),
    ]
  }

  private static func waiting(_ client: WireClient) async throws -> [Reply] {
    let submission = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
    let path = try requestPath(submission)
    return [
      (.submit, submission), (.status, try await client.send("GET", path + "/status")),
      (.status, try await client.send("GET", path + "/status?logs=1")),
      (.result, try await client.send("GET", path)),
      (.cancel, try await client.send("PUT", path + "/cancel")),
      (.cancel, try await client.send("PUT", path + "/cancel")),
      (.status, try await client.send("GET", path + "/status?logs=1")),
      (.result, try await client.send("GET", path)),
    ]
  }

  private static func running(_ client: WireClient) async throws -> [Reply] {
    let path = try requestPath(
      try await client.send("POST", "/fal-ai/trellis", body: smallInput))
    var status = try await client.send("GET", path + "/status?logs=1")
    while status.json["status"] == "IN_QUEUE" {
      status = try await client.send("GET", path + "/status?logs=1")
    }
    return [
      (.status, status), (.result, try await client.send("GET", path)),
      (.cancel, try await client.send("PUT", path + "/cancel")),
    ]
  }

  private static func requestPath(_ submission: WireClient.Response) throws -> String {
    let id = try #require(submission.json["request_id"]?.stringValue)
    return "/fal-ai/trellis/requests/\(id)"
  }
}
