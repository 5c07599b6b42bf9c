// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkMesh
internal import Foundation

/// Makes a mesh without a server.
struct MeshCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "mesh",
    abstract: "Make the mesh that the server makes for a seed and parameters.")

  @Option(parsing: .unconditional, help: "The request's seed; any whole number.")
  var seed = "0"

  @Option(help: "The fraction of triangles to remove, 0.9 to 0.98.")
  var meshSimplify = 0.95

  @Option(help: "The side of the texture in pixels: 512, 1024 or 2048.")
  var textureSize = 1024

  @Option(name: [.short, .long], help: ArgumentHelp("The file to write.", valueName: "file"))
  var output = "model.glb"

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
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    do {
      let parameters = try MeshParameters(
        seed: MeshSeed(integer: seed), meshSimplify: meshSimplify, textureSize: textureSize)
      let mesh = StarMesh.generate(parameters)
      try Data(mesh.glb).write(to: URL(fileURLWithPath: output))
      context.console.write(
        "\(output): \(mesh.glb.count) bytes, \(mesh.vertexCount) vertices, "
          + "\(mesh.faceCount) triangles, \(textureSize)×\(textureSize) texture")
      return .success
    } catch let error as MeshError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure("cannot write \(output): \(error.localizedDescription)")
    }
  }
}
