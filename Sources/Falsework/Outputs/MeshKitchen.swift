// Falsework
// SPDX-License-Identifier: MIT

internal import Synchronization

/// Makes meshes by their recipes: each once for all who want it at a time, and the latest are kept.
///
/// There is one for all servers of a process, as a suite of tests has many servers, and one number
/// of processors.
final class MeshKitchen: Sendable {
  static let shared = MeshKitchen()
  static let bytesMax = 32 << 20

  private let shelf = Shelf<MeshRecipe.Mesh>(bytesMax: bytesMax)
  private let underWay = Mutex<[String: Task<MeshRecipe.Mesh, Never>]>([:])

  /// Returns the mesh, made now if need be.
  func mesh(by recipe: MeshRecipe) async -> MeshRecipe.Mesh {
    if let mesh = shelf[recipe.text] { return mesh }
    let task = underWay.withLock { tasks in
      if let task = tasks[recipe.text] { return task }
      let task = Task {
        defer { underWay.withLock { $0[recipe.text] = nil } }
        let mesh = await WorkThreads.patient.run { recipe.mesh() }
        shelf.put(mesh, byteCount: mesh.bytes.count, under: recipe.text)
        return mesh
      }
      tasks[recipe.text] = task
      return task
    }
    return await task.value
  }
}
