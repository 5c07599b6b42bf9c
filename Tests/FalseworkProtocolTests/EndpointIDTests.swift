// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import Testing

@Suite("An endpoint id")
struct EndpointIDTests {
  struct Sample: Sendable {
    var text: String
    var namespace: String?
    var owner: String
    var alias: String
    var subpath: String?
    var application: String
  }

  static let samples = [
    Sample(
      text: "fal-ai/trellis", owner: "fal-ai", alias: "trellis", application: "fal-ai/trellis"),
    Sample(
      text: "fal-ai/trellis/multi", owner: "fal-ai", alias: "trellis", subpath: "multi",
      application: "fal-ai/trellis"),
    Sample(
      text: "fal-ai/kling-video/v2.5-turbo/pro/image-to-video", owner: "fal-ai",
      alias: "kling-video", subpath: "v2.5-turbo/pro/image-to-video",
      application: "fal-ai/kling-video"),
    Sample(
      text: "workflows/me/flow", namespace: "workflows", owner: "me", alias: "flow",
      application: "workflows/me/flow"),
    Sample(
      text: "comfy/me/flow/deep/path", namespace: "comfy", owner: "me", alias: "flow",
      subpath: "deep/path", application: "comfy/me/flow"),
    Sample(
      text: "Workflows/me/flow", owner: "Workflows", alias: "me", subpath: "flow",
      application: "Workflows/me"),
    Sample(
      text: "fal-ai/workflows/x", owner: "fal-ai", alias: "workflows", subpath: "x",
      application: "fal-ai/workflows"),
    Sample(
      text: "github|110602490/nano banana", owner: "github|110602490", alias: "nano banana",
      application: "github|110602490/nano banana"),
    Sample(text: "ü/🐈", owner: "ü", alias: "🐈", application: "ü/🐈"),
  ]

  @Test("is owner and alias, perhaps in a namespace, perhaps with a sub-path", arguments: samples)
  func parts(sample: Sample) throws {
    let id = try #require(EndpointID(sample.text))
    #expect(id.namespace == sample.namespace)
    #expect(id.owner == sample.owner)
    #expect(id.alias == sample.alias)
    #expect(id.subpath == sample.subpath)
    #expect(id.application.description == sample.application)
  }

  @Test("reads back from its own text, and so does its application", arguments: samples)
  func roundTrip(sample: Sample) throws {
    let id = try #require(EndpointID(sample.text))
    #expect(id.description == sample.text)
    #expect(EndpointID(id.description) == id)
    #expect(EndpointID(segments: sample.text.split(separator: "/")) == id)
    #expect(EndpointID(id.application.description) == id.application)
    #expect(id.application.application == id.application)
  }

  @Test(
    "lacks owner or alias in",
    arguments: [
      "", "/", "//", "///", "trellis", "fal-ai/", "/trellis", "/fal-ai/trellis", "fal-ai//trellis",
      "fal-ai/trellis/", "fal-ai/trellis//multi", "workflows", "workflows/", "workflows/me",
      "comfy/me", "comfy//flow", "comfy/me/",
    ])
  func incomplete(text: String) {
    #expect(EndpointID(text) == nil)
    let segments = text.split(separator: "/", omittingEmptySubsequences: false)
    #expect(EndpointID(segments: segments) == nil)
  }

  @Test("has no more bytes than the limit", arguments: [-1, 0, 1])
  func limit(excess: Int) {
    let fill = EndpointID.bytesMax - "fal-ai/trellis/".utf8.count + excess
    let text = "fal-ai/trellis/" + String(repeating: "a", count: fill)
    #expect(text.utf8.count == EndpointID.bytesMax + excess)
    #expect((EndpointID(text) != nil) == (excess <= 0))
    let segments = text.split(separator: "/")
    let isAccepted = EndpointID(segments: segments) != nil
    #expect(isAccepted == (excess <= 0))
  }

  @Test("counts bytes, not characters")
  func limitInBytes() {
    let family = "👨‍👩‍👧‍👦"
    let text = "fal-ai/" + String(repeating: family, count: EndpointID.bytesMax / 20)
    #expect(text.count < EndpointID.bytesMax)
    #expect(EndpointID(text) == nil)
  }

  @Test("needs no time for a hostile text")
  func hostileLength() {
    #expect(EndpointID(String(repeating: "a/", count: 1 << 20)) == nil)
    #expect(EndpointID(segments: Array(repeating: Substring("a"), count: 1 << 16)) == nil)
  }
}
