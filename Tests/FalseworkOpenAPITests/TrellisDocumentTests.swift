// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("Trellis document") struct TrellisDocumentTests {
  @Test("describes the endpoint")
  func endpoint() throws {
    let document = try TrellisDocument.read()

    #expect(document.endpointID == "fal-ai/trellis")
    #expect(document.category == "image-to-3d")
    #expect(document.unenforcedKeywords == [])
    #expect(document.json["openapi"] == "3.0.4")
    #expect(document.json["servers"] == [["url": "https://queue.fal.run"]])
    #expect(document.json["security"] == [["apiKeyAuth": []]])
  }

  @Test("has fal's four operations in fal's order")
  func operations() throws {
    let document = try TrellisDocument.read()

    #expect(
      document.operations.map { "\($0.method) \($0.path)" } == [
        "get /fal-ai/trellis/requests/{request_id}/status",
        "put /fal-ai/trellis/requests/{request_id}/cancel",
        "post /fal-ai/trellis",
        "get /fal-ai/trellis/requests/{request_id}",
      ])
    #expect(document.operations.allSatisfy { $0.responses.map(\.status) == ["200"] })
    #expect(document.operation(method: "DELETE", path: "/fal-ai/trellis") == nil)
    #expect(document.operation(method: "post", path: "/fal-ai/trellis/") == nil)
  }

  @Test("takes the request id in the path and logs as a number in the query")
  func parameters() throws {
    let path = "/fal-ai/trellis/requests/{request_id}/status"
    let status = try #require(try TrellisDocument.read().operation(method: "GET", path: path))

    #expect(status.parameters.map(\.name) == ["request_id", "logs"])
    #expect(status.parameters.map(\.location) == ["path", "query"])
    #expect(status.parameters.map(\.isRequired) == [true, false])
    #expect(status.parameters[1].schema?.validate("1") == .valid(1.0))
    #expect(status.requestBody == nil)
  }

  @Test("lists the input in display order with its defaults")
  func input() throws {
    let input = try #require(try TrellisDocument.read().input)

    #expect(
      input.properties.map(\.name) == [
        "image_url", "seed", "ss_guidance_strength", "ss_sampling_steps",
        "slat_guidance_strength", "slat_sampling_steps", "mesh_simplify", "texture_size",
      ])
    #expect(input.properties.map(\.isRequired) == [true] + Array(repeating: false, count: 7))
    #expect(input.properties.map(\.defaultValue) == [nil, nil, 7.5, 12, 3, 12, 0.95, 1024])
    #expect(input.properties[0].examples.count == 1)
    #expect(input.properties[7].description == "Texture resolution")
    let operation = try TrellisDocument.read().operation(method: "post", path: "/fal-ai/trellis")
    #expect(operation?.requestBody?.isRequired == true)
  }

  @Test("accepts a result as fal sends it and misses what it must have")
  func output() throws {
    let output = try #require(try TrellisDocument.read().output)
    let file: JSONValue = [
      "url": "https://v3b.fal.media/files/b/0a1b2c3d/x_model.glb", "content_type": nil,
      "file_name": "model.glb", "file_size": 1_508_332,
    ]
    let result: JSONValue = ["model_mesh": file, "timings": ["generation": 3.5]]

    #expect(output.properties.map(\.name) == ["model_mesh", "timings"])
    #expect(output.validate(result) == .valid(result))
    guard case .invalid(let violations) = output.validate(["model_mesh": ["file_size": "x"]]) else {
      Issue.record("an incomplete result passed")
      return
    }
    #expect(violations.map(\.type) == [.missing, .intParsing, .missing])
    #expect(
      violations.map { $0.location.map(\.json) } == [
        ["model_mesh", "url"], ["model_mesh", "file_size"], ["timings"],
      ])
  }
}
