// Falsework
// SPDX-License-Identifier: MIT

/// The JSON of a mesh file, member for member as the real service's exporter orders it.
enum GLTFText {
  static func document(for geometry: TexturedGeometry, viewByteCounts: [Int]) -> String {
    let finish = geometry.finish
    let extras = finish.map { finish in
      let counts = (geometry.positions.count / 3, geometry.indices.count / 3)
      return #","extras":"#
        + finish.provenance.text(vertexCount: counts.0, faceCount: counts.1)
    }
    let normal = finish == nil ? "" : #","NORMAL":3"#
    let metal = finish == nil ? "" : #","metallicFactor":0.0"#
    let members = [
      #""scene":0"#,
      #""scenes":[{"nodes":[0]}]"#,
      #""asset":{"version":"2.0","generator":"https://github.com/mikedh/trimesh""#
        + "\(extras ?? "")}",
      #""accessors":["# + accessors(of: geometry).joined(separator: ",") + "]",
      #""meshes":[{"name":"geometry_0","extras":{"processed":true},"primitives":["#
        + #"{"attributes":{"POSITION":1,"TEXCOORD_0":2\#(normal)},"#
        + #""indices":0,"mode":4,"material":0}]}]"#,
      #""images":[{"bufferView":2,"mimeType":"image/png"}]"#,
      #""textures":[{"source":0}]"#,
      #""materials":[{"pbrMetallicRoughness":{"baseColorTexture":{"index":0},"#
        + #""baseColorFactor":[1.0,1.0,1.0,1.0],"roughnessFactor":1.0\#(metal)},"#
        + #""doubleSided":false}]"#,
      #""nodes":[{"name":"world","children":[1]},{"name":"geometry_0","mesh":0}]"#,
      #""buffers":[{"byteLength":\#(viewByteCounts.reduce(0, +))}]"#,
      #""bufferViews":["# + views(viewByteCounts).joined(separator: ",") + "]",
    ]
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func accessors(of geometry: TexturedGeometry) -> [String] {
    let lowest = geometry.indices.min() ?? 0
    let highest = geometry.indices.max() ?? 0
    return [
      #"{"componentType":5125,"type":"SCALAR","bufferView":0,"#
        + #""count":\#(geometry.indices.count),"max":[\#(highest)],"min":[\#(lowest)]}"#,
      accessor("VEC3", view: 1, geometry.positions, componentCount: 3),
      accessor("VEC2", view: 3, geometry.textureCoordinates, componentCount: 2),
    ]
      + (geometry.finish.map { [accessor("VEC3", view: 4, $0.normals, componentCount: 3)] } ?? [])
  }

  private static func accessor(
    _ type: String, view: Int, _ values: [Float], componentCount: Int
  ) -> String {
    let count = values.count / componentCount
    let maxima = extremes(values, componentCount) { $0 > $1 }
    let minima = extremes(values, componentCount) { $0 < $1 }
    return #"{"componentType":5126,"type":"\#(type)","byteOffset":0,"bufferView":\#(view),"#
      + #""count":\#(count),"max":[\#(maxima)],"min":[\#(minima)]}"#
  }

  /// Returns the extreme of each component; a Float widened to Double, as the exporter prints it.
  private static func extremes(
    _ values: [Float], _ componentCount: Int, _ isMoreExtreme: (Float, Float) -> Bool
  ) -> String {
    var extremes = Array(values.prefix(componentCount))
    var component = 0
    for value in values {
      if isMoreExtreme(value, extremes[component]) { extremes[component] = value }
      component = component + 1 == componentCount ? 0 : component + 1
    }
    return extremes.map { "\(Double($0))" }.joined(separator: ",")
  }

  private static func views(_ byteCounts: [Int]) -> [String] {
    var offset = 0
    return byteCounts.map { byteCount in
      defer { offset += byteCount }
      return #"{"buffer":0,"byteOffset":\#(offset),"byteLength":\#(byteCount)}"#
    }
  }
}
