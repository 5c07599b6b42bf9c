// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("The shipped documents") struct ShippedDocumentTests {
  @Test("are named by the endpoint that they describe, and are understood whole")
  func load() throws {
    let shipped = try MadeUpDocument.shipped()
    #expect(
      shipped.map(\.name) == [
        "fal-ai/trellis-2.json", "fal-ai/trellis.json", "fal-ai/trellis/multi.json",
      ])
    for (name, document) in shipped {
      #expect(name == document.endpointID + ".json")
      #expect(document.category == "image-to-3d")
      #expect(document.unenforcedKeywords == [])
      let id = document.endpointID
      #expect(
        document.operations.map { "\($0.method) \($0.path)" } == [
          "get /\(id)/requests/{request_id}/status", "put /\(id)/requests/{request_id}/cancel",
          "post /\(id)", "get /\(id)/requests/{request_id}",
        ])
    }
  }

  @Test(
    "name the fields of the real endpoints, in order, with their defaults",
    arguments: [
      Expectation(
        "fal-ai/trellis/multi", output: ["model_mesh", "timings"],
        [
          ("image_urls", nil), ("seed", nil), ("ss_guidance_strength", 7.5),
          ("ss_sampling_steps", 12), ("slat_guidance_strength", 3), ("slat_sampling_steps", 12),
          ("mesh_simplify", 0.95), ("texture_size", 1024), ("multiimage_algo", "stochastic"),
        ]),
      Expectation(
        "fal-ai/trellis-2", output: ["model_glb"],
        [
          ("seed", nil), ("resolution", 1024), ("ss_guidance_strength", 7.5),
          ("ss_guidance_rescale", 0.7), ("ss_guidance_interval_start", 0.6),
          ("ss_guidance_interval_end", 1), ("ss_sampling_steps", 12), ("ss_rescale_t", 5),
          ("shape_slat_guidance_strength", 7.5), ("shape_slat_guidance_rescale", 0.5),
          ("shape_slat_guidance_interval_start", 0.6), ("shape_slat_guidance_interval_end", 1),
          ("shape_slat_sampling_steps", 12), ("shape_slat_rescale_t", 3),
          ("tex_slat_guidance_strength", 1), ("tex_slat_guidance_rescale", 0),
          ("tex_slat_guidance_interval_start", 0.6), ("tex_slat_guidance_interval_end", 0.9),
          ("tex_slat_sampling_steps", 12), ("tex_slat_rescale_t", 3),
          ("decimation_target", 500000), ("texture_size", 2048), ("remesh", true),
          ("remesh_band", 1), ("remesh_project", 0), ("uv_unwrap_angle_threshold_deg", 90),
          ("uv_unwrap_refine_iterations", 0), ("uv_unwrap_global_iterations", 1),
          ("uv_unwrap_smooth_strength", 1), ("image_url", nil),
        ]),
    ])
  func fields(_ expected: Expectation) throws {
    let document = try #require(
      try MadeUpDocument.shipped().map(\.document).first { $0.endpointID == expected.id })
    let input = try #require(document.input)
    #expect(input.properties.map(\.name) == expected.input.map(\.0))
    #expect(input.properties.map(\.defaultValue) == expected.input.map(\.1))
    #expect(document.output?.properties.map(\.name) == expected.output)
    #expect(document.output?.properties.allSatisfy(\.isRequired) == true)
  }

  struct Expectation: Sendable, CustomTestStringConvertible {
    let id: String
    let output: [String]
    let input: [(String, JSONValue?)]
    var testDescription: String { id }

    init(_ id: String, output: [String], _ input: [(String, JSONValue?)]) {
      (self.id, self.output, self.input) = (id, output, input)
    }
  }
}
