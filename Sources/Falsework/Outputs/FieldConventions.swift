// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkQueue

/// What the names of fields mean across fal's endpoints, all in one place.
///
/// Nothing here belongs to one endpoint: a document that calls a field by one of these names gets
/// the behaviour, every other name is served by its schema alone.
package enum FieldConventions {
  /// An input with the seed of the run.
  static let seed = "seed"
  /// An input with the share of triangles to remove.
  static let meshSimplify = "mesh_simplify"
  /// An input with the side of a mesh's texture in texels.
  static let textureSize = "texture_size"
  /// An input with the steps of the rough structure.
  static let structureSteps = "ss_sampling_steps"
  /// An input with the strength of the rough structure.
  static let structureGuidance = "ss_guidance_strength"
  /// An input with the steps of the fine structure.
  static let latentSteps = "slat_sampling_steps"
  /// An input with the strength of the fine structure.
  static let latentGuidance = "slat_guidance_strength"
  /// An input with the number of pictures to make.
  static let imageCount = "num_images"
  /// An output with the seconds that each stage of the run took.
  static let stageTimings = "timings"

  /// The members of a file object.
  enum FileMember {
    static let url = "url"
    static let contentType = "content_type"
    static let fileName = "file_name"
    static let fileSize = "file_size"
    static let width = "width"
    static let height = "height"
  }

  /// What a file is, judged by words: of a field's name, of a file extension, of a category.
  enum Medium: Sendable, Hashable {
    case mesh
    case image
    case audio
    /// Something else, which the mock cannot make.
    case other
  }

  private static let words: [Medium: Set<String>] = [
    .mesh: ["mesh", "glb", "gltf", "model", "3d", "object"],
    .image: [
      "image", "images", "img", "picture", "photo", "png", "jpg", "jpeg", "webp", "thumbnail",
      "mask", "masks", "texture", "textures", "frame", "preview", "depth", "sprite",
    ],
    .audio: ["audio", "music", "song", "sound", "speech", "voice", "wav", "mp3", "flac", "ogg"],
    .other: [
      "video", "videos", "mp4", "webm", "mov", "gif", "zip", "archive", "dir", "directory", "csv",
      "srt", "json", "text", "obj", "fbx", "usdz", "usd", "stl", "ply", "mtl", "blend", "lora",
      "weights", "safetensors",
    ],
  ]

  /// Returns what a text says by its words, `nil` when it says nothing.
  ///
  /// A format that the mock cannot make speaks louder than the kind of thing: `model_obj` is no
  /// binary glTF, and `model_preview` is a picture.
  static func medium(of text: String) -> Medium? {
    let words = Set(text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init))
    return [Medium.other, .image, .audio, .mesh].first { medium in
      self.words[medium].map { !$0.isDisjoint(with: words) } ?? false
    }
  }

  /// Returns what endpoints of a category make: what stands after the last `to`, as in
  /// `image-to-3d`.
  static func medium(ofCategory category: String) -> Medium? {
    category.split(separator: "-").last.flatMap { medium(of: String($0)) }
  }

  /// Whether a field of that name holds URLs of files.
  static func isURL(_ name: String) -> Bool {
    ["url", "urls"].contains(name) || name.hasSuffix("_url") || name.hasSuffix("_urls")
  }
}
