namespace BootstrapVz.Base.Errors;

/// <summary>What the program's exit status says to the shell that started it.</summary>
public enum ExitCode
{
    /// <summary>The image was built, or the question was answered.</summary>
    Success = 0,

    /// <summary>The build failed and was rolled back.</summary>
    BuildFailed = 1,

    /// <summary>Two images are not the same; the number that diff(1) and cmp(1) have for it.</summary>
    Different = BuildFailed,

    /// <summary>The command line could not be understood, or names an image that is none.</summary>
    Usage = 2,

    /// <summary>The manifest is invalid.</summary>
    InvalidManifest = 3,

    /// <summary>The host lacks a tool, a right or a kernel feature.</summary>
    HostRequirement = 4,

    /// <summary>The build failed and so did part of its rollback.</summary>
    RollbackIncomplete = 5,

    /// <summary>A defect of this program.</summary>
    Bug = 70,

    /// <summary>The build was interrupted and rolled back.</summary>
    Interrupted = 130,
}
