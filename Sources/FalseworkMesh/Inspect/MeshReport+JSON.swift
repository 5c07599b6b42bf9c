// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

extension MeshReport {
  /// The report as JSON; what is not known is null, and members are never left out.
  public var json: JSONValue {
    .object([
      "isSound": .bool(isSound),
      "counts": .object(
        JSONObject(
          members: MeshIssue.Severity.allCases.map { severity in
            JSONObject.Member(
              name: severity.name, value: .number(JSONNumber(issues(severity).count)))
          })),
      "issues": .array(issues.map(\.json)),
      "issuesLeftOut": .number(JSONNumber(leftOutCount)),
      "summary": summary.json,
    ])
  }
}

extension MeshIssue {
  /// The issue as JSON; the place is either in `pointer` or in `byte`, the other is null.
  public var json: JSONValue {
    let (pointer, byte): (JSONValue, JSONValue) =
      switch place {
      case .pointer(let pointer): (.string(pointer), .null)
      case .byte(let offset): (.null, .number(JSONNumber(offset)))
      }
    return .object([
      "code": .string(code.rawValue), "severity": .string(severity.name),
      "message": .string(message), "pointer": pointer, "byte": byte,
    ])
  }
}

extension MeshReport.Summary {
  fileprivate var json: JSONValue {
    .object([
      "bytes": .number(JSONNumber(byteCount)),
      "chunks": .array(
        chunks.map { chunk in
          .object(["type": .string(chunk.name), "bytes": .number(JSONNumber(chunk.byteCount))])
        }),
      "generator": generator.map { .string($0) } ?? .null,
      "meshes": .number(JSONNumber(meshCount)),
      "primitives": .number(JSONNumber(primitiveCount)),
      "vertices": .number(JSONNumber(vertexCount)),
      "triangles": .number(JSONNumber(faceCount)),
      "attributes": .array(attributes.map { .string($0) }),
      "textures": .array(images.map(Self.json)),
      "shape": shape?.json ?? .null,
    ])
  }

  private static func json(_ image: Image) -> JSONValue {
    func number(_ value: Int?) -> JSONValue { value.map { .number(JSONNumber($0)) } ?? .null }
    return .object([
      "type": image.mimeType.map { .string($0) } ?? .null, "bytes": number(image.byteCount),
      "width": number(image.width), "height": number(image.height),
    ])
  }
}

extension MeshReport.Shape {
  fileprivate var json: JSONValue {
    func number(_ value: Double) -> JSONValue { .number(JSONNumber(value)) }
    return .object([
      "lower": .array(lower.map(number)), "upper": .array(upper.map(number)),
      "extent": .array(extent.map(number)),
      "weldedVertices": .number(JSONNumber(weldedVertexCount)),
      "components": .number(JSONNumber(componentCount)),
      "openEdges": .number(JSONNumber(openEdgeCount)),
      "nonManifoldEdges": .number(JSONNumber(nonManifoldEdgeCount)),
      "isClosed": .bool(isClosed), "volume": number(volume),
      "textureShare": textureShare.map(number) ?? .null,
      "textureOverlap": textureOverlap.map(number) ?? .null,
    ])
  }
}
