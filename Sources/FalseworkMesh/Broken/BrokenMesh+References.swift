// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension BrokenMesh {
  static let ofReferences = [
    BrokenMesh(
      "no-mesh", "No node of the scene has a mesh.",
      "gltfpack and trimesh load it, viewers show nothing.",
      [.nodeEmpty, .unusedObject, .noTriangles],
      .contents { draft throws(GLBError) in
        for index in (draft.root["nodes"]?.arrayValue ?? []).indices {
          draft.set("/nodes/\(index)/mesh", to: nil)
        }
      }),
    BrokenMesh(
      "no-triangles", "The mesh has a list of no indices.",
      "gltfpack and trimesh load it, three.js shows nothing and reports no error.",
      [.valueNotInRange, .noTriangles],
      .contents { draft throws(GLBError) in try draft.changeIndices { $0 = [] } }),
    BrokenMesh(
      "missing-texture", "The material refers to a texture that does not exist.",
      "gltfpack refuses it, trimesh loads it without a texture, three.js throws a TypeError.",
      [.unresolvedReference, .unusedObject],
      .contents { draft throws(GLBError) in
        let count = draft.root["textures"]?.arrayValue?.count ?? 0
        draft.set(
          "/materials/0/pbrMetallicRoughness/baseColorTexture/index",
          to: .number(JSONNumber(count)))
      }),
    BrokenMesh(
      "missing-coordinates", "The material has a texture, the mesh no coordinates for it.",
      "gltfpack and trimesh load it, viewers show one colour.",
      [.primitiveTooFewTexcoords, .unusedObject],
      .contents { draft throws(GLBError) in
        draft.set(GLBDraft.primitive + "/attributes/TEXCOORD_0", to: nil)
      }),
    BrokenMesh(
      "unknown-extension", "The file requires an extension that nobody knows.",
      "gltfpack and trimesh load it all the same, careful viewers refuse it.",
      [.unsupportedExtension, .extensionRequired],
      .contents { draft throws(GLBError) in
        draft.set("/extensionsUsed", to: ["EXT_falsework_unknown"])
        draft.set("/extensionsRequired", to: ["EXT_falsework_unknown"])
      }),
    BrokenMesh(
      "accessor-too-long", "The positions are said to be 1000 more than there are.",
      "gltfpack and trimesh refuse it.", [.accessorTooLong, .primitiveUnequalAccessorCount],
      .contents { draft throws(GLBError) in
        let place = "/accessors/\(try draft.accessor("attributes/POSITION"))/count"
        draft.set(place, to: .number(JSONNumber(try draft.integer(place) + 1000)))
      }),
    BrokenMesh(
      "misaligned-positions", "The positions begin two bytes behind a multiple of four.",
      "gltfpack and trimesh load it, consumers that use the bytes in place may not.",
      [.accessorOffsetAlignment, .primitiveAccessorUnaligned],
      .contents { draft throws(GLBError) in
        let accessor = try draft.accessor("attributes/POSITION")
        let view = try draft.view(ofAccessor: accessor)
        draft.views[view] = [0, 0] + draft.views[view] + [0, 0]
        draft.set("/accessors/\(accessor)/byteOffset", to: 2)
      }),
    BrokenMesh(
      "bounds-missing", "The positions come without their smallest and greatest values.",
      "gltfpack and trimesh load it, three.js may not find the mesh to show.",
      [.primitivePositionWithoutBounds],
      .contents { draft throws(GLBError) in
        let accessor = try draft.accessor("attributes/POSITION")
        draft.set("/accessors/\(accessor)/min", to: nil)
        draft.set("/accessors/\(accessor)/max", to: nil)
      }),
    BrokenMesh(
      "bounds-wrong", "The greatest x of the positions is said to be one more than it is.",
      "gltfpack and trimesh load it, viewers place the camera wrongly.", [.accessorMaxMismatch],
      .contents { draft throws(GLBError) in
        let accessor = try draft.accessor("attributes/POSITION")
        let place = "/accessors/\(accessor)/max/0"
        let value = (try? JSONPointer(parsing: place))?.evaluate(in: draft.root)
        guard let number = value?.numberValue?.doubleValue else {
          throw .memberUnusable(pointer: place)
        }
        draft.set(place, to: .number(JSONNumber(number + 1)))
      }),
  ]
}
