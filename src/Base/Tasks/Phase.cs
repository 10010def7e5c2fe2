namespace BootstrapVz.Base.Tasks;

/// <summary>The stages of a build, in order. A task belongs to exactly one.</summary>
public enum Phase
{
    /// <summary>Checks of data, files and the host; nothing is changed.</summary>
    Validation,

    /// <summary>Plans layouts, queues packages and sources, fetches.</summary>
    Preparation,

    /// <summary>Opens the image's root directory with its private /proc, /dev, /sys and /tmp.</summary>
    RootMounting,

    /// <summary>Installs the minimal Debian system.</summary>
    OsInstallation,

    /// <summary>Installs everything else with apt.</summary>
    PackageInstallation,

    /// <summary>Configures the system.</summary>
    SystemModification,

    /// <summary>Does what the user asked for.</summary>
    UserModification,

    /// <summary>Removes secrets, caches and leftovers.</summary>
    SystemCleaning,

    /// <summary>Closes the root directory; from here on it is only read.</summary>
    RootUnmounting,

    /// <summary>Makes the image file with its partition table.</summary>
    VolumeCreation,

    /// <summary>Writes filesystems and boot code into the image.</summary>
    VolumePreparation,

    /// <summary>Converts, moves, uploads or registers the image.</summary>
    ImageRegistration,

    /// <summary>Removes what only the build needed.</summary>
    Cleaning,
}
