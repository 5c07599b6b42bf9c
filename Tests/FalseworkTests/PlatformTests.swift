// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import HTTPTypes
import Testing

@Suite("The platform's interface") struct PlatformTests {
  @Test("lists the endpoints that are mocked, to anyone")
  func models() async throws {
    try await withServer { _, client in
      var client = client
      client.key = nil
      let all = try await client.send("GET", "/api.fal.ai/v1/models").json
      let ids = all["models"]?.arrayValue?.compactMap { $0["endpoint_id"]?.stringValue }
      #expect(ids == ["fal-ai/trellis", "fal-ai/trellis-2", "fal-ai/trellis/multi"])
      #expect(all["has_more"] == false && all["next_cursor"] == .null)
      #expect(all["models"]?[0]?["metadata"]?["category"] == "image-to-3d")
      #expect(all["models"]?[0]?["openapi"] == nil)
    }
  }

  @Test("gives the document of an endpoint that is asked for by name")
  func expanded() async throws {
    try await withServer { _, client in
      let query = "endpoint_id=fal-ai%2Ftrellis,no/such&endpoint_id=fal-ai/trellis-2"
      let some = try await client.send(
        "GET", "/api.fal.ai/v1/models?\(query)&expand=openapi-3.0")
      #expect(some.json["models"]?.arrayValue?.count == 2)
      let document = some.json["models"]?[0]?["openapi"]
      #expect(document?["openapi"] == "3.0.4")
      let none = try await client.send("GET", "/api.fal.ai/v1/models?endpoint_id=no/such")
      #expect(none.json["models"] == [])
    }
  }

  @Test("tells the price of an output to who shows a key")
  func prices() async throws {
    try await withServer { _, client in
      let target = "/api.fal.ai/v1/models/pricing?endpoint_id=fal-ai/trellis"
      let reply = try await client.send("GET", target)
      #expect(
        reply.text == #"{"prices":[{"endpoint_id":"fal-ai/trellis","unit_price":0.02,"#
          + #""unit":"generations","currency":"USD"}],"next_cursor":null,"has_more":false}"#)
      var stranger = client
      stranger.key = nil
      let refused = try await stranger.send("GET", target)
      #expect(refused.status == 401)
      #expect(refused.json["error"]?["type"] == "authorization_error")
      #expect(try await client.send("POST", target).status == 405)
      #expect(try await client.send("GET", "/api.fal.ai/v1/nothing").status == 404)
    }
  }

  @Test(
    "refuses keys in an envelope of its own",
    arguments: [
      (nil, 401, "Authentication is required"),
      ("unknown--1:x", 401, "Authentication is required"),
      ("forbidden--1:x", 403, "This API key is not permitted to perform this action."),
      ("locked--1:x", 403, "User is locked. Reason: TOP_UP."),
    ])
  func refused(key: String?, status: Int, message: String) async throws {
    try await withServer { _, client in
      var client = client
      client.key = key
      let reply = try await client.send(
        "GET", "/api.fal.ai/v1/models/pricing?endpoint_id=fal-ai/trellis")
      #expect(reply.status == status)
      #expect(
        reply.text == #"{"error":{"type":"authorization_error","message":"\#(message)"}}"#)
    }
  }
}
