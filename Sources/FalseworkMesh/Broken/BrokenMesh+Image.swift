// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension BrokenMesh {
  static let ofImage = [
    BrokenMesh(
      "image-not-an-image", "The texture's bytes are text.",
      "gltfpack loads it, trimesh loads it without a texture, three.js reports an error.",
      [.imageUnrecognizedFormat],
      .contents { draft throws(GLBError) in
        try draft.changeImage { image in
          let text = Array("This is no image. ".utf8)
          image = image.indices.map { text[$0 % text.count] }
        }
      }),
    BrokenMesh(
      "image-corrupt", "Bytes in the middle of the texture's PNG are changed.",
      "gltfpack loads it, trimesh fails when it decodes, three.js shows the mesh untextured.",
      [.imagePixelsCorrupt],
      .contents { draft throws(GLBError) in
        try draft.changeImage { image in
          for index in image.count / 2..<min(image.count, image.count / 2 + 64) {
            image[index] ^= 0x5A
          }
        }
      }),
    BrokenMesh(
      "image-cut", "The second half of the texture's PNG is zeros.",
      "gltfpack loads it, trimesh refuses it or its texture, browsers show half a texture or none.",
      [.imagePixelsCorrupt],
      .contents { draft throws(GLBError) in
        try draft.changeImage { image in
          for index in image.count / 2..<image.count { image[index] = 0 }
        }
      }),
    BrokenMesh(
      "image-wrong-type", "The texture is PNG, the file says JPEG.",
      "gltfpack and trimesh load it.", [.imageMimeTypeInvalid],
      .contents { draft throws(GLBError) in
        draft.set("/images/0/mimeType", to: "image/jpeg")
      }),
  ]
}
