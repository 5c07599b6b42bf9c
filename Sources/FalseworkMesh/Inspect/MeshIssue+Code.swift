// Falsework
// SPDX-License-Identifier: MIT

extension MeshIssue {
  /// The kinds of things that are found.
  ///
  /// Those without `FALSEWORK_` have the names and severities of Khronos's glTF-Validator
  /// 2.0.0-dev; the others are what that validator does not look for.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    // The container.
    case glbInvalidMagic = "GLB_INVALID_MAGIC"
    case glbInvalidVersion = "GLB_INVALID_VERSION"
    case glbLengthTooSmall = "GLB_LENGTH_TOO_SMALL"
    case glbLengthMismatch = "GLB_LENGTH_MISMATCH"
    case glbUnexpectedEndOfHeader = "GLB_UNEXPECTED_END_OF_HEADER"
    case glbUnexpectedEndOfChunkHeader = "GLB_UNEXPECTED_END_OF_CHUNK_HEADER"
    case glbUnexpectedEndOfChunkData = "GLB_UNEXPECTED_END_OF_CHUNK_DATA"
    case glbChunkLengthUnaligned = "GLB_CHUNK_LENGTH_UNALIGNED"
    case glbChunkTooBig = "GLB_CHUNK_TOO_BIG"
    case glbEmptyChunk = "GLB_EMPTY_CHUNK"
    case glbEmptyBinChunk = "GLB_EMPTY_BIN_CHUNK"
    case glbDuplicateChunk = "GLB_DUPLICATE_CHUNK"
    case glbUnexpectedFirstChunk = "GLB_UNEXPECTED_FIRST_CHUNK"
    case glbUnexpectedBinChunk = "GLB_UNEXPECTED_BIN_CHUNK"
    case glbUnknownChunkType = "GLB_UNKNOWN_CHUNK_TYPE"
    case glbExtraData = "GLB_EXTRA_DATA"

    // The JSON and the shape of its members.
    case invalidJSON = "INVALID_JSON"
    case undefinedProperty = "UNDEFINED_PROPERTY"
    case typeMismatch = "TYPE_MISMATCH"
    case valueNotInRange = "VALUE_NOT_IN_RANGE"
    case valueNotInList = "VALUE_NOT_IN_LIST"
    case arrayLengthNotInList = "ARRAY_LENGTH_NOT_IN_LIST"
    case emptyEntity = "EMPTY_ENTITY"
    case oneOfMismatch = "ONE_OF_MISMATCH"
    case unsatisfiedDependency = "UNSATISFIED_DEPENDENCY"
    case unknownAssetMajorVersion = "UNKNOWN_ASSET_MAJOR_VERSION"
    case unresolvedReference = "UNRESOLVED_REFERENCE"
    case unusedObject = "UNUSED_OBJECT"
    case unsupportedExtension = "UNSUPPORTED_EXTENSION"
    case undeclaredExtension = "UNDECLARED_EXTENSION"

    // Buffers, views and accessors.
    case bufferMissingGLBData = "BUFFER_MISSING_GLB_DATA"
    case bufferByteLengthMismatch = "BUFFER_BYTE_LENGTH_MISMATCH"
    case bufferGLBChunkTooBig = "BUFFER_GLB_CHUNK_TOO_BIG"
    case bufferViewTooLong = "BUFFER_VIEW_TOO_LONG"
    case bufferViewTargetMissing = "BUFFER_VIEW_TARGET_MISSING"
    case accessorTooLong = "ACCESSOR_TOO_LONG"
    case accessorSmallByteStride = "ACCESSOR_SMALL_BYTESTRIDE"
    case accessorOffsetAlignment = "ACCESSOR_OFFSET_ALIGNMENT"
    case accessorTotalOffsetAlignment = "ACCESSOR_TOTAL_OFFSET_ALIGNMENT"
    case accessorNormalizedInvalid = "ACCESSOR_NORMALIZED_INVALID"
    case accessorInvalidFloat = "ACCESSOR_INVALID_FLOAT"
    case accessorMinMismatch = "ACCESSOR_MIN_MISMATCH"
    case accessorMaxMismatch = "ACCESSOR_MAX_MISMATCH"
    case accessorElementOutOfMinBound = "ACCESSOR_ELEMENT_OUT_OF_MIN_BOUND"
    case accessorElementOutOfMaxBound = "ACCESSOR_ELEMENT_OUT_OF_MAX_BOUND"
    case accessorVector3NonUnit = "ACCESSOR_VECTOR3_NON_UNIT"
    case accessorInvalidSign = "ACCESSOR_INVALID_SIGN"
    case accessorIndexOutOfBounds = "ACCESSOR_INDEX_OOB"
    case accessorIndexPrimitiveRestart = "ACCESSOR_INDEX_PRIMITIVE_RESTART"
    case accessorIndexTriangleDegenerate = "ACCESSOR_INDEX_TRIANGLE_DEGENERATE"

    // Meshes.
    case primitiveNoPosition = "MESH_PRIMITIVE_NO_POSITION"
    case primitiveInvalidAttribute = "MESH_PRIMITIVE_INVALID_ATTRIBUTE"
    case primitiveTangentWithoutNormal = "MESH_PRIMITIVE_TANGENT_WITHOUT_NORMAL"
    case primitivePositionWithoutBounds = "MESH_PRIMITIVE_POSITION_ACCESSOR_WITHOUT_BOUNDS"
    case primitiveUnequalAccessorCount = "MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT"
    case primitiveAttributesInvalidFormat = "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT"
    case primitiveIndicesInvalidFormat = "MESH_PRIMITIVE_INDICES_ACCESSOR_INVALID_FORMAT"
    case primitiveIndicesWithByteStride = "MESH_PRIMITIVE_INDICES_ACCESSOR_WITH_BYTESTRIDE"
    case primitiveAccessorUnaligned = "MESH_PRIMITIVE_ACCESSOR_UNALIGNED"
    case primitiveAccessorWithoutByteStride = "MESH_PRIMITIVE_ACCESSOR_WITHOUT_BYTESTRIDE"
    case primitiveIncompatibleMode = "MESH_PRIMITIVE_INCOMPATIBLE_MODE"
    case primitiveTooFewTexcoords = "MESH_PRIMITIVE_TOO_FEW_TEXCOORDS"
    case primitiveUnusedTexcoord = "MESH_PRIMITIVE_UNUSED_TEXCOORD"

    // Images.
    case imageDataInvalid = "IMAGE_DATA_INVALID"
    case imageMimeTypeInvalid = "IMAGE_MIME_TYPE_INVALID"
    case imageNonEnabledMimeType = "IMAGE_NON_ENABLED_MIME_TYPE"
    case imageUnrecognizedFormat = "IMAGE_UNRECOGNIZED_FORMAT"
    case imageNonPowerOfTwo = "IMAGE_NPOT_DIMENSIONS"
    case textureInvalidImageMimeType = "TEXTURE_INVALID_IMAGE_MIME_TYPE"

    // Nodes and scenes.
    case nodeEmpty = "NODE_EMPTY"
    case nodeLoop = "NODE_LOOP"
    case nodeParentOverride = "NODE_PARENT_OVERRIDE"
    case nodeMatrixTRS = "NODE_MATRIX_TRS"
    case sceneNonRootNode = "SCENE_NON_ROOT_NODE"

    // What the official validator does not look for.
    case imagePixelsCorrupt = "FALSEWORK_IMAGE_PIXELS_CORRUPT"
    case windingInverted = "FALSEWORK_MESH_WINDING_INVERTED"
    case windingInconsistent = "FALSEWORK_MESH_WINDING_INCONSISTENT"
    case edgeOpen = "FALSEWORK_MESH_EDGE_OPEN"
    case edgeNonManifold = "FALSEWORK_MESH_EDGE_NON_MANIFOLD"
    case volumeZero = "FALSEWORK_MESH_VOLUME_ZERO"
    case noTriangles = "FALSEWORK_MESH_NO_TRIANGLES"
    case uvOutOfRange = "FALSEWORK_UV_OUT_OF_RANGE"
    case uvOverlap = "FALSEWORK_UV_OVERLAP"
    case boundsUnexpected = "FALSEWORK_BOUNDS_UNEXPECTED"
    case extensionRequired = "FALSEWORK_EXTENSION_REQUIRED"
    case limitExceeded = "FALSEWORK_LIMIT_EXCEEDED"
  }
}

extension MeshIssue.Code {
  /// How bad an issue of this kind is.
  ///
  /// Open edges and the like are warnings, as meshes of the real service have some.
  public var severity: MeshIssue.Severity {
    switch self {
    case .glbUnknownChunkType, .glbExtraData, .valueNotInList, .bufferGLBChunkTooBig,
      .primitiveNoPosition,
      .primitiveTangentWithoutNormal, .primitiveIncompatibleMode, .imageUnrecognizedFormat,
      .windingInconsistent, .edgeOpen, .edgeNonManifold, .volumeZero, .uvOutOfRange, .uvOverlap,
      .boundsUnexpected, .extensionRequired:
      .warning
    case .glbEmptyBinChunk, .unusedObject, .unsupportedExtension,
      .accessorIndexTriangleDegenerate, .primitiveUnusedTexcoord, .imageNonPowerOfTwo, .nodeEmpty:
      .information
    case .bufferViewTargetMissing: .hint
    default: .error
    }
  }

  /// Whether the official validator has no such code.
  public var isOurOwn: Bool { rawValue.hasPrefix("FALSEWORK_") }
}
