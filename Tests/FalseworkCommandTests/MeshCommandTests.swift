// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkMesh
import FalseworkTestSupport
import Foundation
import Testing

@Suite("falsework mesh and inspect", .timeLimit(.minutes(5)))
struct MeshCommandTests {
  private static let small = ["--mesh-simplify", "0.98", "--texture-size", "512"]

  private func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test("mesh writes a mesh and a picture of it, and inspect finds it sound")
  func preview() async throws {
    try await withTemporaryFolder { folder in
      let (mesh, picture) = (folder + "/a.glb", folder + "/a.png")
      let run = await Recorded(
        ["mesh", "--seed", "7", "-o", mesh, "--preview", picture] + Self.small)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("512×512 pixels"))
      let png = try bytes(picture)
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))

      let report = await Recorded(["inspect", mesh])
      #expect(report.status == 0)
      #expect(report.output.hasPrefix("\(mesh): sound"))
      for mention in ["triangles", "image/png, 512×512", "closed", "BUFFER_VIEW_TARGET_MISSING"] {
        #expect(report.output.contains(mention))
      }
    }
  }

  @Test("a mesh broken on purpose is found with the codes that the list promises")
  func broken() async throws {
    let list = await Recorded(["mesh", "--list-broken"])
    #expect(list.status == 0)
    #expect(list.output.contains("hole: "))
    #expect(list.output.contains("inspect: FALSEWORK_MESH_EDGE_OPEN"))
    try await withTemporaryFolder { folder in
      for (name, status) in [("hole", Int32(0)), ("index-out-of-range", 1), ("truncated", 1)] {
        let mesh = "\(folder)/\(name).glb"
        let run = await Recorded(["mesh", "--broken", name, "-o", mesh] + Self.small)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("; broken: "))
        let report = await Recorded(["inspect", mesh, "--json"])
        #expect(report.status == status)
        let json = try JSONValue.parse(Array(report.output.utf8))
        #expect(json["isSound"]?.boolValue == (status == 0))
        let codes = json["issues"]?.arrayValue?
          .filter { $0["severity"]?.stringValue != "hint" }
          .compactMap { $0["code"]?.stringValue }
        #expect(Set(codes ?? []) == Set(BrokenMesh.named(name)?.codes.map(\.rawValue) ?? []))
      }
    }
  }

  @Test("a gallery draws several seeds on one sheet and writes no mesh")
  func gallery() async throws {
    try await withTemporaryFolder { folder in
      let run = await Recorded(
        [
          "mesh", "--gallery", "3", "--shape", "creature", "--mesh-style", "pretty", "--preview",
          folder + "/all.png", "-o", folder + "/a.glb",
        ] + Self.small)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("640×640 pixels"))
      #expect(!FileManager.default.fileExists(atPath: folder + "/a.glb"))
    }
  }

  @Test(
    "gltfpack and trimesh accept what is good, and see nothing broken that inspect does not",
    .enabled(if: ClientTests.python != nil, ClientTests.needsPython))
  func judges() async throws {
    let outcome = try await ExternalProgram.run([
      try #require(ClientTests.python), "\(ClientTests.clients)/check_meshes.py",
      FalseworkProcess.path,
    ])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("agree on 6 good and \(BrokenMesh.all.count) broken meshes"))
  }

  @Test(
    "wrong usage is named in one line",
    arguments: [
      (["mesh", "--broken", "everything"], "--list-broken shows the names"),
      (["mesh", "--gallery", "0", "--preview", "a.png"], "--gallery must be between 1 and 64"),
      (["mesh", "--gallery", "3"], "--gallery needs --preview"),
      (["inspect", "/nowhere/model.glb"], "cannot read /nowhere/model.glb"),
      (["inspect"], "falsework inspect --help"),
    ])
  func usage(arguments: [String], mention: String) async {
    let run = await Recorded(arguments)
    #expect(run.status == 2)
    #expect(run.errors.contains(mention), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test("what cannot be drawn or written is named, with the option to change")
  func failures() async throws {
    try await withTemporaryFolder { folder in
      let empty = await Recorded(
        ["mesh", "--broken", "no-mesh", "--preview", folder + "/a.png", "-o", folder + "/a.glb"]
          + Self.small)
      #expect(empty.status == 1)
      #expect(empty.errors.contains("no triangle"))
      #expect(!FileManager.default.fileExists(atPath: folder + "/a.glb"))
      let unwritable = await Recorded(
        ["mesh", "--preview", folder + "/no/a.png", "-o", folder + "/a.glb"] + Self.small)
      #expect(unwritable.status == 1)
      #expect(unwritable.errors.contains("choose another file with --preview"))
    }
  }
}
