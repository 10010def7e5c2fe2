using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Files;

/// <summary>The user's files are in the image; what uses them comes after.</summary>
[Task(Phase.UserModification, "Finishing the copying of files")]
public sealed class FilesCopied : Milestone;
