// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("Documents in other forms") struct DocumentFormsTests {
  static func document(_ paths: String, _ rest: String = "", version: String = "3.1.0") throws
    -> OpenAPIDocument
  {
    try OpenAPIDocument(
      JSONValue.parse(
        #"""
        {"openapi": "\#(version)", "info": {"x-fal-metadata": {"endpointId": "x/y"}},
         "paths": \#(paths)\#(rest)}
        """#))
  }

  static let shared = ##"""
    , "components": {
      "pathItems": {"item": {"get": {"parameters": [{"$ref": "#/components/parameters/p"}],
        "requestBody": {"$ref": "#/components/requestBodies/b"},
        "responses": {"200": {"$ref": "#/components/responses/first"}}}}},
      "parameters": {"p": {"name": "n", "in": "query"}},
      "requestBodies": {"b": {"content": {"application/json": {"schema": {"const": 1}}}}},
      "responses": {"first": {"$ref": "#/components/responses/second"},
        "second": {"description": "d", "content": {"application/json": {}}}, "loop":
        {"$ref": "#/components/responses/loop"}}}
    """##

  @Test("share path items, parameters, bodies and responses by reference")
  func references() throws {
    let document = try Self.document(
      ##"{"/a": {"$ref": "#/components/pathItems/item"}, "x-b": 1}"##, Self.shared)
    let operation = try #require(document.operation(method: "get", path: "/a"))

    #expect(operation.parameters.map(\.name) == ["n"])
    #expect(operation.requestBody?.schema?.validate(2, reading: .strict(formats: .asserted)) != nil)
    #expect(operation.responses.map(\.description) == ["d"])
    #expect(operation.responses.first?.content.mediaTypes == ["application/json"])
    #expect(operation.responses.first?.schema == nil)
  }

  static let brokenPaths: [(String, String, OpenAPIError.Reason)] = [
    (
      ##"{"/a": {"get": {"responses": {"200": {"$ref": "#/components/responses/loop"}}}}}"##,
      "/paths/~1a/get/responses/200", .endlessReference
    ),
    (#"{"/a": {"$ref": "b.json#/a"}}"#, "/paths/~1a/$ref", .remoteReference("b.json#/a")),
    (
      #"{"/a": {"get": {"requestBody": {"content": []}}}}"#,
      "/paths/~1a/get/requestBody/content", .unexpectedKind(expected: "an object")
    ),
    (
      #"{"/a": {"get": {"requestBody": {"content": {"application/json": {"schema":"#
        + #" {"not": 1}}}}}}}"#,
      "/paths/~1a/get/requestBody/content/application~1json/schema/not",
      .unexpectedKind(expected: "an object")
    ),
  ]

  @Test("are refused with place and reason", arguments: brokenPaths)
  func broken(_ paths: String, _ pointer: String, _ reason: OpenAPIError.Reason) {
    let error = #expect(throws: OpenAPIError.self) { try Self.document(paths, Self.shared) }
    #expect(error?.pointer.description == pointer)
    #expect(error?.reason == reason)
  }

  static let responses = #"""
    {"/a/{b}": {"get": {"responses": {"404": {"description": "own"},
      "4XX": {"description": "range", "content": {"image/*": {}}},
      "default": {"description": "other", "content": {"text/plain": {}}}}}},
     "/a/c": {"get": {}}, "/a/{b}.json": {"get": {}}}
    """#

  @Test(
    "describe a status by its number, its range, or by default",
    arguments: [(404, "own"), (400, "range"), (500, "other"), (200, "other")])
  func status(_ status: Int, _ description: String) throws {
    let operation = try Self.document(Self.responses).operation(method: "get", path: "/a/{b}")
    #expect(operation?.response(for: status)?.description == description)
  }

  @Test(
    "describe bodies that are not JSON by their media type alone",
    arguments: [
      (400, "image/png", true), (400, "IMAGE/PNG; q=1", true), (400, "text/plain", false),
      (500, "text/plain", true), (404, "text/plain", false), (500, nil, false),
    ] as [(Int, String?, Bool)])
  func mediaType(_ status: Int, _ type: String?, _ isDescribed: Bool) throws {
    let document = try Self.document(Self.responses)
    let operation = try #require(document.operation(method: "get", path: "/a/{b}"))
    let verdict = operation.judge(
      replyBody: [1], status: status, contentType: type, formats: .annotation)
    #expect((verdict == .valid(.null)) == isDescribed)
  }

  @Test("prefer paths without templates", arguments: [("/a/c", "/a/c"), ("/a/d", "/a/{b}")])
  func preference(_ path: String, _ template: String) throws {
    let operation = try Self.document(Self.responses).operation(method: "get", matching: path)
    #expect(operation?.path == template)
  }

  static let union = ##"""
    {"/x/y": {"post": {"requestBody": {"content": {"application/json": {"schema": {
       "discriminator": {"propertyName": "kind",
         "mapping": {"c": "Cat", "d": "#/components/schemas/Dog"}},
       "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}}}}}}}
    """##
  static let animals = #"""
    , "components": {"schemas": {
      "Cat": {"type": "object", "required": ["kind", "lives"],
        "properties": {"lives": {"maximum": 9}}},
      "Dog": {"type": "object", "required": ["kind", "name"]}}}
    """#

  @Test(
    "explain the alternative that a discriminator names",
    arguments: [
      (#"{"kind":"Cat","lives":10}"#, "/components/schemas/Cat/properties/lives/maximum"),
      (#"{"kind":"c"}"#, "/components/schemas/Cat/required"),
      (#"{"kind":"d"}"#, "/components/schemas/Dog/required"),
      (
        #"{"kind":"bird"}"#,
        "/paths/~1x~1y/post/requestBody/content/application~1json/schema/oneOf"
      ),
    ], ["3.0.4", "3.1.0"])
  func discriminator(_ sample: (body: String, keyword: String), _ version: String) throws {
    let document = try Self.document(Self.union, Self.animals, version: version)
    let body = try JSONValue.parse(sample.body)
    let verdict = document.input?.validate(body, reading: .strict(formats: .asserted))
    guard case .invalid(let violations)? = verdict else {
      Issue.record("valid")
      return
    }
    #expect(violations.map(\.keyword?.description) == [sample.keyword])
  }

  @Test("are read by the rules of their version")
  func versions() throws {
    let paths = #"""
      {"/x/y": {"post": {"requestBody": {"content": {"application/json": {"schema":
        {"type": "integer", "nullable": true}}}}}}}
      """#
    let old = try Self.document(paths, version: "3.0.3")
    let new = try Self.document(paths, version: "3.1.1")
    let reading = SchemaReading.strict(formats: .asserted)

    #expect(old.diagnostics.isEmpty)
    #expect(old.input?.validate(nil, reading: reading) == .valid(nil))
    #expect(new.diagnostics.map(\.reason) == [.unknownKeyword("nullable")])
    #expect(new.input?.validate(nil, reading: reading) != .valid(nil))
  }

  @Test("judge properties by themselves")
  func properties() throws {
    let document = try TrellisDocument.read()
    let size = try #require(document.input?.properties.first { $0.name == "texture_size" }?.schema)
    let reading = SchemaReading.strict(formats: .asserted)

    #expect(document.diagnostics.isEmpty)
    #expect(size.validate(512, reading: reading) == .valid(512))
    #expect(size.validate("512", reading: reading) != .valid("512"))
  }
}
