using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.FileCopy;

/// <summary>Settings under <c>plugins.file_copy</c>.</summary>
public sealed record FileCopyOptions
{
    /// <summary>Directories to make before files are copied, with their parents.</summary>
    public IReadOnlyList<DirectoryOptions> Mkdirs { get; init; } = [];

    /// <summary>Files and directories to copy into the image.</summary>
    [MinLength(1)]
    public required IReadOnlyList<FileOptions> Files { get; init; }
}

/// <summary>A directory to make.</summary>
public sealed record DirectoryOptions : Attributes
{
    /// <summary>Its absolute path in the image.</summary>
    [RegularExpression("/.*")]
    public required string Dir { get; init; }
}

/// <summary>A file or directory to copy.</summary>
public sealed record FileOptions : Attributes
{
    /// <summary>The file or directory on the host, relative to the manifest.</summary>
    [HostFile]
    public required string Src { get; init; }

    /// <summary>Its absolute path in the image. A directory given as source must not be there yet.</summary>
    [RegularExpression("/.*")]
    public required string Dst { get; init; }
}

/// <summary>What can be said of a file or directory in the image.</summary>
public abstract record Attributes
{
    /// <summary>Its mode, as chmod(1) takes it.</summary>
    public string? Permissions { get; init; }

    /// <summary>Its owner, by the image's own names.</summary>
    public string? Owner { get; init; }

    /// <summary>Its group, by the image's own names.</summary>
    public string? Group { get; init; }
}
