// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkOpenAPI
import FalseworkQueue
import Testing

@Suite("A generated output") struct OutputGeneratorTests {
  @Test("of trellis has a mesh and the timings of the run, and nothing that is drawn")
  func trellis() throws {
    let document = try #require(
      try MadeUpDocument.shipped().map(\.document).first { $0.endpointID == "fal-ai/trellis" })
    for seed in UInt64(0)..<3 {
      let plan = try #require(
        OutputGenerator.plan(for: document, input: ["seed": 1], seed: seed, key: "k"))
      let mesh = JSONPointer(tokens: ["model_mesh"])
      let timings = JSONPointer(tokens: ["timings"])
      #expect(
        plan.gaps == [
          OutputPlan.Gap(at: mesh, .file(.mesh, name: "model.glb")),
          OutputPlan.Gap(at: timings, .stageTimings),
        ])
      #expect(
        plan.body.text(.compact)
          == #"{"model_mesh":{"url":"https://fal.media/files","#
          + #""content_type":"application/octet-stream","file_name":"model.glb","file_size":0},"#
          + #""timings":{}}"#)
    }
  }

  @Test("of every shipped document satisfies its schema")
  func shipped() throws {
    for (name, document) in try MadeUpDocument.shipped() {
      let plan = try #require(OutputGenerator.plan(for: document, input: [:], seed: 0, key: "k"))
      expectValid(plan, document, name)
      #expect(plan.gaps.contains { $0.filling == .file(.mesh, name: "model.glb") })
    }
  }

  /// Each with what only draws that know the keyword can satisfy.
  static let schemas: [(String, JSONValue)] = [
    ("integer bounds", ["type": "integer", "minimum": 7, "maximum": 9]),
    ("one integer", ["type": "integer", "minimum": -3, "maximum": -3]),
    ("exclusive", ["type": "integer", "exclusiveMinimum": 4, "exclusiveMaximum": 6]),
    ("draft 4 exclusive", ["type": "integer", "minimum": 4, "exclusiveMinimum": true]),
    ("upper bound only", ["type": "integer", "maximum": -1000]),
    ("number", ["type": "number", "minimum": 0.25, "maximum": 0.2501]),
    ("exclusive number", ["type": "number", "exclusiveMinimum": 0, "maximum": 1e-9]),
    ("multiple", ["type": "integer", "minimum": 10, "maximum": 40, "multipleOf": 16]),
    ("number multiple", ["type": "number", "minimum": 1, "maximum": 2, "multipleOf": 0.5]),
    ("huge bounds", ["type": "integer", "minimum": 0, "maximum": 1e300]),
    ("long text", ["type": "string", "minLength": 200, "maxLength": 200]),
    ("short text", ["type": "string", "maxLength": 3]),
    ("empty text", ["type": "string", "maxLength": 0]),
    ("enum", ["type": "string", "enum": ["a", "b"]]),
    ("integer enum", ["type": "integer", "enum": [3, 5]]),
    ("array", ["type": "array", "items": ["type": "integer"], "minItems": 3, "maxItems": 3]),
    ("empty array", ["type": "array", "items": ["type": "integer"], "maxItems": 0]),
    ("nested", ["type": "array", "items": ["type": "array", "items": ["type": "boolean"]]]),
    ("nullable", ["anyOf": [["type": "integer"], ["type": "null"]]]),
    ("union", ["anyOf": [["type": "integer", "minimum": 5], ["type": "string"]]]),
    ("anything", [:]),
    ("map", ["type": "object", "additionalProperties": ["type": "number"]]),
    ("all of", ["allOf": [["$ref": "#/components/schemas/Node"]]]),
    ("cycle", ["$ref": "#/components/schemas/Node"]),
    ("example that does not fit", ["type": "integer", "maximum": 3, "examples": [99]]),
    ("default that does not fit", ["type": "string", "maxLength": 2, "default": "too long"]),
    ("image", ["$ref": "#/components/schemas/Image"]),
    ("images", ["type": "array", "items": ["$ref": "#/components/schemas/Image"], "minItems": 2]),
  ]

  static let components: JSONValue = [
    "Node": [
      "type": "object", "required": ["name"],
      "properties": [
        "name": ["type": "string"],
        "children": ["type": "array", "items": ["$ref": "#/components/schemas/Node"]],
      ],
    ],
    "Image": [
      "type": "object", "title": "Image", "required": ["url", "width", "height"],
      "properties": [
        "url": ["type": "string"], "content_type": ["type": "string"],
        "width": ["type": "integer", "minimum": 300], "height": ["type": "integer"],
      ],
    ],
  ]

  @Test("satisfies its schema whatever the seed", arguments: schemas.map(\.0))
  func satisfies(name: String) throws {
    let schema = try #require(Self.schemas.first { $0.0 == name }?.1)
    for isRequired in [true, false] {
      let document = try OpenAPIDocument(
        MadeUpDocument.json(
          "a/b",
          output: [
            "type": "object", "required": isRequired ? ["value"] : [],
            "properties": ["value": schema],
          ], components: Self.components))
      for seed in UInt64(0)..<25 {
        let plan = try #require(
          OutputGenerator.plan(for: document, input: [:], seed: seed, key: "\(seed)"))
        expectValid(plan, document, name)
      }
    }
  }

  @Test("is a function of seed and key")
  func deterministic() throws {
    let document = try OpenAPIDocument(
      MadeUpDocument.json(
        "a/b", output: ["type": "object", "properties": ["value": ["type": "number"]]]))
    func plan(_ seed: UInt64, _ key: String) -> OutputPlan? {
      OutputGenerator.plan(for: document, input: [:], seed: seed, key: key)
    }
    #expect(plan(1, "k") == plan(1, "k"))
    #expect(plan(1, "k") != plan(2, "k"))
    #expect(plan(1, "k") != plan(1, "l"))
  }

  @Test("repeats what the input says, and takes examples and defaults, but no foreign URL")
  func known() throws {
    let document = try OpenAPIDocument(
      MadeUpDocument.json(
        "a/b",
        output: [
          "type": "object",
          "properties": [
            "prompt": ["type": "string"], "count": ["type": "integer"],
            "label": ["type": "string", "examples": ["plinth"]],
            "shade": ["type": "string", "default": "ochre"],
            "page": ["type": "string", "examples": ["https://example.com"], "maxLength": 9],
          ],
        ]))
    let plan = try #require(
      OutputGenerator.plan(
        for: document, input: ["prompt": "a vault", "count": 4], seed: 0, key: "k"))
    #expect(plan.body["prompt"] == "a vault")
    #expect(plan.body["count"] == 4)
    #expect(plan.body["label"] == "plinth")
    #expect(plan.body["shade"] == "ochre")
    #expect(plan.body["page"]?.stringValue?.contains("://") == false)
  }

  @Test(
    "knows what a file is by field, example, title and category",
    arguments: [
      ("model_mesh", nil, nil, "other", OutputPlan.FileKind.mesh),
      ("result", nil, nil, "image-to-3d", .mesh),
      ("result", "https://x/y.glb", nil, "other", .mesh),
      ("result", nil, "Image", "image-to-3d", .image(side: 256)),
      ("model_preview", nil, nil, "image-to-3d", .image(side: 256)),
      ("model_obj", nil, nil, "image-to-3d", .note),
      ("result", nil, nil, "text-to-image", .image(side: 256)),
      ("voice", nil, nil, "image-to-3d", .audio),
      ("result", nil, nil, "text-to-speech", .audio),
      ("video", nil, nil, "image-to-video", .note),
      ("result", nil, nil, "other", .note),
    ] as [(String, String?, String?, String, OutputPlan.FileKind)])
  func kinds(
    field: String, example: String?, title: String?, category: String, kind: OutputPlan.FileKind
  ) throws {
    var schema: JSONObject = [
      "type": "object",
      "properties": ["url": ["type": "string"], "file_size": ["type": "integer"]],
    ]
    if let example { schema["examples"] = [["url": .string(example)]] }
    if let title { schema["title"] = .string(title) }
    let document = try OpenAPIDocument(
      MadeUpDocument.json(
        "a/b", category: category,
        output: ["type": "object", "properties": .object([field: .object(schema)])]))
    let plan = try #require(OutputGenerator.plan(for: document, input: [:], seed: 0, key: "k"))
    guard case .file(let found, _)? = plan.gaps.first?.filling else {
      Issue.record("no file in \(plan)")
      return
    }
    #expect(found == kind)
  }

  private func expectValid(_ plan: OutputPlan, _ document: OpenAPIDocument, _ name: String) {
    if case .invalid(let violations) = document.output?.validate(plan.body) {
      Issue.record("\(name): \(plan.body.text()) \(violations.map(\.message))")
    }
  }
}
