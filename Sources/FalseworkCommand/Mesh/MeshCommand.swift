// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkMesh

/// Makes a mesh without a server.
struct MeshCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "mesh",
    abstract: "Make the mesh that the server makes for a seed and parameters.",
    discussion: """
      For example:
        falsework mesh --image fox.png --preview fox-mesh.png
                                        a mesh of a picture, and what it looks like
        falsework mesh --seed 7         a mesh of an animal
        falsework mesh --gallery 12 --preview all.png
                                        one picture of the animals of twelve seeds
        falsework mesh --broken hole -o hole.glb
                                        a mesh with a fault, for tests
        falsework mesh --list-broken    the faults, and what they do
        falsework mesh -o - | falsework inspect -
                                        without a file
      """)

  @Option(
    parsing: .unconditional, help: "The request's seed; any whole number. (default: 0)")
  var seed: String?

  @Option(help: "The fraction of triangles to remove, 0.9 to 0.98. (default: 0.95)")
  var meshSimplify: Double?

  @Option(
    help: """
      The side of the texture in pixels: 512, 1024 or 2048. Galleries do without: their pictures \
      are smaller than the least texture. (default: 1024)
      """)
  var textureSize: Int?

  @Option(
    help: ArgumentHelp(
      "The picture whose subject becomes the mesh: PNG, JPEG or WebP; - is standard input.",
      valueName: "file"))
  var image: String?

  @Option(
    help: """
      What the seed grows into without a picture: an animal (creature, the default), or a thing \
      with known counts.
      """)
  var shape: Choice<MeshShape>?

  @Option(
    help: """
      The file as the real service has it (faithful, the default), or with normals, not metal, \
      and notes.
      """)
  var meshStyle: Choice<MeshStyle>?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The mesh's file; - is standard output. (default: model.glb)", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Spoil the mesh in this way; --list-broken has the names.", valueName: "name"))
  var broken: String?

  @Flag(help: "Show the ways in which a mesh can be spoilt, and write nothing.")
  var listBroken = false

  @Option(
    help: ArgumentHelp(
      "Also draw the mesh, into this PNG file; - is standard output.", valueName: "file"))
  var preview: String?

  @Option(
    help: ArgumentHelp(
      "Only draw so many meshes, of this seed and those after it, on one sheet; 1 to 64.",
      valueName: "count"))
  var gallery: Int?

  func validate() throws {
    try validateExclusions()
    try validateValues()
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    if listBroken {
      for line in Self.brokenList { context.console.write(line) }
      return .success
    }
    do {
      if let gallery {
        try drawGallery(gallery, context.console)
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

  private func mesh(
    of source: MeshSource, seed: String, textureSize: Int
  ) throws(MeshError) -> GeneratedMesh {
    source.generate(
      try MeshParameters(
        seed: MeshSeed(integer: seed), meshSimplify: meshSimplify ?? 0.95,
        textureSize: textureSize, style: meshStyle?.value ?? .faithful))
  }

  private var shapeSource: MeshSource { (shape?.value ?? .creature).source }

  private func write(_ console: Console) throws {
    let outputs = try MeshOutputs(
      mesh: output ?? "model.glb", preview: preview, image: image, console)
    guard let place = outputs.mesh else { return }
    let file = image.map { PictureFile($0, Self.pictureLimit) }
    let source = try file.map { MeshSource.picture(try $0.picture()) } ?? shapeSource
    let mesh = try mesh(of: source, seed: seed ?? "0", textureSize: textureSize ?? 1024)
    let broken = broken.flatMap(BrokenMesh.named)
    let bytes = try broken?.spoiling(mesh.glb) ?? mesh.glb
    // Drawn before anything is written, so that a mesh without a picture leaves no file.
    let picture = try outputs.preview.map { (place: $0, image: try MeshPreview().render(bytes)) }
    try outputs.write(
      bytes, to: place,
      "\(mesh.vertexCount) vertices, \(mesh.faceCount) triangles, "
        + "\(mesh.textureSize)×\(mesh.textureSize) texture"
        + (broken.map { "; broken: \($0.fault)" } ?? ""))
    if let kind = mesh.kind, broken == nil {
      outputs.say("\(place.name) shows \(kind.summary(picture: file?.name))")
    }
    if let picture { try write(picture.image, to: picture.place, outputs) }
  }

  private static let pictureLimit = InputFile.Limit(
    bytes: 32 << 20, remedy: "the most of a picture that is read")

  private func drawGallery(_ count: Int, _ console: Console) throws {
    let outputs = try MeshOutputs(mesh: nil, preview: preview, image: nil, console)
    guard let place = outputs.preview else { return }
    try write(try sheet(count, console), to: place, outputs)
  }

  private func sheet(_ count: Int, _ console: Console) throws -> RGBImage {
    let first = seed.flatMap(Int.init) ?? 0
    defer { console.showProgress("") }
    let files = try (0..<count).map { index in
      console.showProgress("\(index) of \(count) meshes")
      return try mesh(of: shapeSource, seed: String(first + index), textureSize: 512).glb
    }
    console.showProgress("drawing \(count) meshes")
    return try MeshPreview(side: 320).sheet(files)
  }

  private func write(
    _ image: RGBImage, to place: MeshOutputs.Place, _ outputs: MeshOutputs
  ) throws(CommandFailure) {
    try outputs.write(image.png, to: place, "\(image.width)×\(image.height) pixels")
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
