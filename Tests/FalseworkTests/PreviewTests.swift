// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkMesh
import FalseworkProtocol
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

  @Test("a request without a mesh has no picture, and no request has none")
  func nothing() async throws {
    try await withServer { _, client in
      // An input that the model refuses.
      let refused = try await client.send("POST", "/fal.run/fal-ai/trellis", body: "{}")
      let id = try #require(refused.fields[.falRequestID])
      let none = try await client.send("GET", "/_falsework/requests/\(id)/preview.png")
      #expect(none.status == 404)
      #expect(none.text.contains("fetch its result"))
      for id in ["nothing", "019aaaaa-0000-7000-8000-000000000000"] {
        let reply = try await client.send("GET", "/_falsework/requests/\(id)/preview.png")
        #expect(reply.status == 404)
        #expect(reply.text.contains("there is no request"))
      }
    }
  }
}
