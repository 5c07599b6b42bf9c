// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkMesh
import FalseworkProtocol
import FalseworkQueue
import FalseworkTestSupport
import HTTPTypes
import Testing

@Suite("Pictures of meshes", .timeLimit(.minutes(5))) struct PreviewTests {
  @Test("a request's picture is that of the mesh that its result has")
  func picture() async throws {
    try await withServer { server, client in
      let reply = try await client.send("POST", "/fal.run/fal-ai/trellis", body: smallInput)
      let url = try #require(reply.json["model_mesh"]?["url"]?.stringValue)
      let id = try #require(reply.fields[.falRequestID])
      let mesh = try await client.send("GET", String(url.dropFirst(server.url.count)))
      let picture = try await client.send("GET", "/_falsework/requests/\(id)/preview.png")
      #expect(picture.status == 200)
      #expect(picture.fields[.contentType] == "image/png")
      // Not in the expectation itself, which would look for the differences for ever.
      let isOfTheMesh = picture.content == (try MeshPreview().render(mesh.content).png)
      #expect(isOfTheMesh)
    }
  }

  @Test("a request that will never have a mesh says why")
  func failed() async throws {
    try await WebhookReceiver.with([.status(404)]) { _, port in
      try await withServer(
        adjust: { $0.inputFetching = InputFetching(allowing: ["127.0.0.1"]) }
      ) { (_, client) async throws in
        let failing = client.with(key: "completed-with-error--me:x")
        for (client, url, reason) in [
          (client, "http://127.0.0.1:\(port)/a.png", "as its result is an error: Failed to"),
          (failing, "data:,x", "as it ends with runner_disconnected"),
        ] {
          let reply = try await client.mesh(of: url)
          #expect(reply.status != 200)
          let id = try #require(reply.fields[.falRequestID])
          let none = try await client.send("GET", "/_falsework/requests/\(id)/preview.png")
          #expect(none.status == 404)
          #expect(none.text.contains("request \(id) has no mesh, \(reason)"), "\(none.text)")
        }
      }
    }
    try await withServer(
      .realistic,
      adjust: {
        $0.time = .manual
        $0.inputFetching = InputFetching()
      }
    ) { (_, client) async throws in
      // Made of this, a mesh might be there before the request is cancelled.
      let submission = try await client.submit(#"{"image_url":"ftp://a.test/b.png"}"#)
      let id = try #require(submission.json["request_id"]?.stringValue)
      _ = try await client.send("PUT", "/fal-ai/trellis/requests/\(id)/cancel")
      let none = try await client.send("GET", "/_falsework/requests/\(id)/preview.png")
      #expect(none.text.contains("has no mesh, as it was cancelled"), "\(none.text)")
    }
  }

  @Test("a request without a mesh has no picture, and no request has none")
  func nothing() async throws {
    try await withServer { _, client in
      // An input that the model refuses.
      let refused = try await client.send("POST", "/fal.run/fal-ai/trellis", body: "{}")
      let id = try #require(refused.fields[.falRequestID])
      let none = try await client.send("GET", "/_falsework/requests/\(id)/preview.png")
      #expect(none.status == 404)
      #expect(none.text.contains("no mesh, as its result is an error: Field required"))
      for id in ["nothing", "019aaaaa-0000-7000-8000-000000000000"] {
        let reply = try await client.send("GET", "/_falsework/requests/\(id)/preview.png")
        #expect(reply.status == 404)
        #expect(reply.text.contains("there is no request"))
      }
    }
  }
}
