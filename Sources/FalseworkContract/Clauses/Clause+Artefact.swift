// Falsework
// SPDX-License-Identifier: MIT

extension Clause {
  /// What is asked of whoever downloads a mesh.
  static let artefact: [Clause] = [
    Clause(
      "artefact.checks-status", .must, "A file that is not there is no mesh.",
      why: "The body of a 404 is saved as a model otherwise.",
      .observed("files expire, and are answered 404"), .expectation),
    Clause(
      "artefact.detects-truncation", .must, "A mesh that broke off is not passed on.",
      why: "Meshes have megabytes, and half of one crashes whoever opens it.",
      .documented("RFC 9112 §8: incomplete messages"), .expectation),
    Clause(
      "artefact.checks-content", .must, "What does not begin as a GLB is not passed on.",
      why: "Gateways and portals answer 200 with pages of their own.",
      .documented("glTF 2.0 §4.4.2: the magic of GLB"), .expectation),
    Clause(
      "artefact.detects-corruption", .may, "A mesh of which a bit is wrong is not passed on.",
      why: "It may still open, and look broken.",
      .inferred("nothing on the wire guards the bytes but TLS"), .expectation),
    Clause(
      "artefact.tolerates-type", .should, "A mesh of another content type is a mesh.",
      why: "fal has called it octet-stream, gltf-binary and nothing at all.",
      .observed("application/octet-stream for model.glb"), .expectation),
    Clause(
      "artefact.follows-redirects", .should, "Redirections of files are followed.",
      why: "Where files lie is not part of the contract.", .documented("RFC 9110 §15.4"),
      .expectation),
    Clause(
      "artefact.resumes-correctly", .must,
      "Who resumes a download makes sure that the parts belong together.",
      why: "Parts of different files, or of the wrong place, make a file that is none.",
      .documented("RFC 9110 §13.1.5, §14.4, §15.3.7"), .expectation),
  ]
}
