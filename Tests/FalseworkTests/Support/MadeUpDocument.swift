// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Foundation

/// Documents of endpoints that nobody ships.
enum MadeUpDocument {
  /// A document whose input and output are these schemas, and whose components are these.
  static func json(
    _ id: String, category: String = "other", input: JSONValue = ["type": "object"],
    output: JSONValue, components: JSONValue = [:]
  ) -> JSONValue {
    [
      "openapi": "3.0.4",
      "info": [
        "title": "t", "version": "1",
        "x-fal-metadata": ["endpointId": .string(id), "category": .string(category)],
      ],
      "paths": .object([
        "/\(id)": [
          "post": [
            "requestBody": ["required": true, "content": ["application/json": ["schema": input]]],
            "responses": ["200": ["description": "d"]],
          ]
        ],
        "/\(id)/requests/{request_id}": [
          "get": [
            "responses": [
              "200": [
                "description": "d", "content": ["application/json": ["schema": output]],
              ]
            ]
          ]
        ],
      ]),
      "components": ["schemas": components],
    ]
  }

  static func write(_ json: JSONValue, to folder: String, _ name: String) throws {
    try write(json.text(), to: folder, name)
  }

  static func write(_ text: String, to folder: String, _ name: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"), options: .atomic)
  }

  /// The documents that the repository ships, by path below `openapi`.
  static func shipped() throws -> [(name: String, document: OpenAPIDocument)] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../openapi").standardizedFileURL
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return try (names ?? []).filter { $0.hasPrefix("fal-ai/") && $0.hasSuffix(".json") }.sorted()
      .map { name in
        let data = try Data(contentsOf: folder.appending(path: name))
        return (name, try OpenAPIDocument(JSONValue.parse([UInt8](data))))
      }
  }
}
