// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkImage
internal import FalseworkMesh

/// Makes a mesh without a server.
struct MeshCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "mesh",
    abstract: "Make the mesh that the server makes for a seed and parameters.",
    discussion: """
      For example:
        falsework mesh --image fox.png --preview m.png a mesh of a picture, and what it looks like
        falsework mesh --seed 7 --preview model.png    a mesh and a picture of it
        falsework mesh --gallery 12 --preview all.png  one picture of twelve seeds
        falsework mesh --broken hole -o hole.glb       a mesh with a fault, for tests
        falsework mesh --list-broken                   the faults, and what they do
      """)

  @Option(parsing: .unconditional, help: "The request's seed; any whole number.")
  var seed = "0"

  @Option(help: "The fraction of triangles to remove, 0.9 to 0.98.")
  var meshSimplify = 0.95

  @Option(help: "The side of the texture in pixels: 512, 1024 or 2048.")
  var textureSize = 1024

  @Option(
    help: ArgumentHelp(
      "The picture whose subject becomes the mesh: PNG, JPEG or WebP.", valueName: "file"))
  var image: String?

  @Option(
    help: "What the seed grows into without a picture: an animal, or a thing with known counts.")
  var shape = Choice(MeshShape.creature)

  @Option(help: "The file as the real service has it, or with normals, not metal, and notes.")
  var meshStyle = Choice(MeshStyle.faithful)

  @Option(name: [.short, .long], help: ArgumentHelp("The file to write.", valueName: "file"))
  var output = "model.glb"

  @Option(
    help: ArgumentHelp(
      "Spoil the mesh in this way; --list-broken has the names.", valueName: "name"))
  var broken: String?

  @Flag(help: "Show the ways in which a mesh can be spoilt, and write nothing.")
  var listBroken = false

  @Option(help: ArgumentHelp("Also draw the mesh, into this PNG file.", valueName: "file"))
  var preview: String?

  @Option(
    help: ArgumentHelp(
      "Only draw so many meshes, of this seed and those after it, on one sheet; 1 to 64.",
      valueName: "count"))
  var gallery: Int?

  func validate() throws {
    let digits = seed.hasPrefix("-") ? seed.dropFirst() : seed[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw ValidationError("--seed must be a whole number, not \"\(seed)\"")
    }
    guard [512, 1024, 2048].contains(textureSize) else {
      throw ValidationError("--texture-size must be 512, 1024 or 2048, not \(textureSize)")
    }
    guard (0.9...0.98).contains(meshSimplify) else {
      throw ValidationError("--mesh-simplify must be between 0.9 and 0.98, not \(meshSimplify)")
    }
    if let broken, BrokenMesh.named(broken) == nil {
      throw ValidationError(
        "--broken has no \"\(broken)\"; falsework mesh --list-broken shows the names")
    }
    try validateGallery()
  }

  private func validateGallery() throws {
    guard let gallery else { return }
    guard (1...MeshPreview.sheetCountMax).contains(gallery) else {
      throw ValidationError(
        "--gallery must be between 1 and \(MeshPreview.sheetCountMax), not \(gallery)")
    }
    guard image == nil else {
      throw ValidationError("--gallery does not go with --image: it shows what seeds grow into")
    }
    guard preview != nil else {
      throw ValidationError("--gallery needs --preview to name the picture's file")
    }
    guard Int(seed).map({ $0 < Int.max - gallery }) == true else {
      throw ValidationError("--gallery counts on from --seed, which must fit in 63 bits")
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    if listBroken {
      for line in Self.brokenList { context.console.write(line) }
      return .success
    }
    do {
      if let gallery, let preview {
        try drawGallery(gallery, into: preview, context.console)
      } else {
        try write(context.console)
      }
      return .success
    } catch let error as MeshError {
      throw CommandFailure(error)
    } catch let error as MeshPreviewError {
      throw CommandFailure(error)
    } catch let error as GLBError {
      throw CommandFailure(error)
    }
  }

  private func mesh(of source: MeshSource, seed: String) throws(MeshError) -> GeneratedMesh {
    source.generate(
      try MeshParameters(
        seed: MeshSeed(integer: seed), meshSimplify: meshSimplify, textureSize: textureSize,
        style: meshStyle.value))
  }

  private func write(_ console: Console) throws {
    let source = try image.map { MeshSource.picture(try Self.picture($0)) }
    let mesh = try mesh(of: source ?? shape.value.source, seed: seed)
    let broken = broken.flatMap(BrokenMesh.named)
    let bytes = try broken?.spoiling(mesh.glb) ?? mesh.glb
    // Drawn before anything is written, so that a mesh without a picture leaves no file.
    let picture = try preview.map { (path: $0, image: try MeshPreview().render(bytes)) }
    try OutputFile(output).write(bytes)
    console.write(
      "\(output): \(bytes.count) bytes, \(mesh.vertexCount) vertices, "
        + "\(mesh.faceCount) triangles, \(textureSize)×\(textureSize) texture"
        + (broken.map { "; broken: \($0.fault)" } ?? ""))
    if let picture { try write(picture.image, to: picture.path, console) }
  }

  private static func picture(_ path: String) throws(CommandFailure) -> Picture {
    let file = InputFile(path, pictureLimit)
    let bytes = try file.bytes()
    do {
      return try PictureDecoder().decode(bytes)
    } catch {
      throw CommandFailure("\(file.name): \(error)")
    }
  }

  private static let pictureLimit = InputFile.Limit(
    bytes: 32 << 20, remedy: "the most of a picture that is read")

  private func drawGallery(_ count: Int, into path: String, _ console: Console) throws {
    let first = Int(seed) ?? 0
    let files = try (0..<count).map {
      try mesh(of: shape.value.source, seed: String(first + $0)).glb
    }
    try write(MeshPreview(side: 320).sheet(files), to: path, console)
  }

  private func write(_ image: RGBImage, to path: String, _ console: Console) throws {
    let png = image.png
    try OutputFile(path, option: "--preview").write(png)
    console.write("\(path): \(png.count) bytes, \(image.width)×\(image.height) pixels")
  }

  /// The name and the fault, then what consumers do and what `inspect` says.
  private static var brokenList: [String] {
    BrokenMesh.all.flatMap { broken in
      [
        "\(broken.name): \(broken.fault)", "    \(broken.consequence)",
        "    inspect: " + broken.codes.map(\.rawValue).joined(separator: ", "),
      ]
    }
  }
}

/// What can be made without a picture.
enum MeshShape: String, CaseIterable, Sendable {
  case star
  case creature

  var source: MeshSource {
    switch self {
    case .star: .star
    case .creature: .creature
    }
  }
}
