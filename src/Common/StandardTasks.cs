using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Boot;
using BootstrapVz.Common.Bootstrap;
using BootstrapVz.Common.Cleanup;
using BootstrapVz.Common.Extlinux;
using BootstrapVz.Common.Files;
using BootstrapVz.Common.Filesystems;
using BootstrapVz.Common.Grub;
using BootstrapVz.Common.Host;
using BootstrapVz.Common.Images;
using BootstrapVz.Common.Images.Devices;
using BootstrapVz.Common.Kernel;
using BootstrapVz.Common.Locale;
using BootstrapVz.Common.Network;
using BootstrapVz.Common.Packages;
using BootstrapVz.Common.ReadOnlyRoot;
using BootstrapVz.Common.Roots;
using BootstrapVz.Common.SecureBoot;
using BootstrapVz.Common.Security;
using BootstrapVz.Common.SystemdBoot;
using BootstrapVz.Common.Workspace;

namespace BootstrapVz.Common;

/// <summary>The tasks providers have in common, by what they are for. What a task is needed for is decided here, from the manifest alone.</summary>
public static class StandardTasks
{
    /// <summary>Everything a Debian system needs, wherever it will run.</summary>
    public static TaskSet AddStandardTasks(this TaskSet tasks, Manifest manifest) => tasks
        .AddSystem(manifest)
        .AddApt(manifest)
        .AddLocale(manifest)
        .AddNetwork(manifest)
        .Add<EnableShadowConfig>()
        .Add<FilesCopied>()
        .AddCleanup();

    /// <summary>A kernel, a boot loader and a disk image.</summary>
    public static TaskSet AddDiskImageTasks(this TaskSet tasks, Manifest manifest)
    {
        var layout = LayoutPlanner.Plan(LayoutRequest.For(manifest, seed: "")).Layout;
        var isDisk = manifest.Formats.Any(format => format.Kind != ImageKind.Tree);
        tasks
            .Add<RequireVolumeTools>()
            .AddIf<CheckDevice>(manifest.Formats.Any(format => format.Kind == ImageKind.Device))
            .AddIf<CheckPackagesFit>(isDisk && layout?.Mounted.Any(p => p.IsPacked || SizeResolver.FollowsContent(p)) == false)
            .Add<PlanLayout>()
            .Add<AddFilesystemPackages>()
            .Add<RequireKernel>()
            .Add<InitramfsConfigured>()
            .Add<UpdateInitramfs>()
            .Add<CreateMountPoints>()
            .Add<WriteAnonymousFstab>()
            .Add<WriteFstab>();
        if (isDisk)
            tasks.Add<CreateVolume>().Add<PartitionVolume>().Add<PopulateVolume>().Add<SealVolume>();
        else
            tasks.Add<WriteTree>();
        tasks.AddReadOnlyRoot(manifest, layout);
        var encrypted = manifest.Volume.Partitions.Named.Values.Any(p => p.Encryption is not null);
        var grows = manifest.Volume.Partitions.Named.Values.Any(p => p.Grow);
        tasks
            .AddIf<AddEncryptionPackages>(encrypted)
            .AddIf<ConfigureEncryption>(encrypted)
            .AddIf<AddGrowingPackages>(grows)
            .AddIf<GrowPartition>(grows)
            .AddIf<CheckSigningKey>(manifest.System.SecureBoot is not null)
            // Where a root hash is missing still, they are signed when it is known.
            .AddIf<SignLoaders>(manifest.System.SecureBoot is not null && !(isDisk && layout?.Root.HasVerity == true))
            .AddIf<WriteEnrolmentFiles>(manifest.System.SecureBoot is { EnrolmentFiles: true });
        return manifest.System.Bootloader switch
        {
            Bootloaders.Grub => tasks.Add<SetConsoleToSerial>().AddGrub(),
            Bootloaders.SystemdBoot => tasks.Add<SetConsoleToSerial>().AddSystemdBoot(manifest),
            Bootloaders.Extlinux => tasks.Add<SetConsoleToSerial>().AddExtlinux(),
            _ => tasks,
        };
    }

    private static void AddReadOnlyRoot(this TaskSet tasks, Manifest manifest, PartitionLayout? layout)
    {
        if (layout?.Root is not { IsReadOnly: true } root)
            return;
        tasks
            .AddIf<AddVerityPackages>(root.HasVerity)
            .Add<SetRootArguments>()
            .Add<InstallRootScripts>()
            .AddIf<MaskRandomSeed>(manifest.System.Bootloader == Bootloaders.SystemdBoot && layout.Forgets)
            .AddIf<ShowRootToGrub>(manifest.System.Bootloader == Bootloaders.Grub && layout.IsOverlaid);
    }

    private static TaskSet AddSystem(this TaskSet tasks, Manifest manifest) => tasks
        .Add<CheckBuildable>()
        .AddIf<ReadSecrets>(manifest.Secrets.Count > 0)
        .Add<RequireEngineTools>()
        .Add<CheckHostTools>()
        .Add<CreateWorkspace>()
        .AddIf<IncludePackagesInBootstrap>(manifest.Bootstrapper.IncludePackages.Count > 0)
        .AddIf<ExcludePackagesFromBootstrap>(manifest.Bootstrapper.ExcludePackages.Count > 0)
        .Add<PackagesQueued>()
        .Add<ResolvePackages>()
        .AddBootstrap(manifest.Bootstrapper.Engine)
        .Add<MountSpecials>()
        .Add<UnmountSpecials>()
        .Add<RecordPackages>()
        .Add<DeleteWorkspace>();

    // What makes the minimal system; see docs/design/engine.md.
    private static TaskSet AddBootstrap(this TaskSet tasks, string engine) => engine switch
    {
        "mmdebstrap" => tasks.Add<RequireMmdebstrap>().Add<MakeWithMmdebstrap>(),
        "debootstrap" => tasks.Add<RequireDebootstrap>().Add<UnpackWithDebootstrap>().Add<ConfigureWithDebootstrap>(),
        _ => tasks.Add<UnpackBootstrap>().Add<ConfigureBootstrap>(),
    };

    private static TaskSet AddApt(this TaskSet tasks, Manifest manifest) => tasks
        .AddIf<AddManifestSources>(manifest.Packages.Sources.Count > 0)
        .Add<AddDefaultSources>()
        .AddIf<AddManifestRepositories>(manifest.Packages.Repositories.Count > 0)
        .AddIf<InstallSourceKeys>(manifest.Packages.Repositories.Count > 0)
        .AddIf<AddManifestPreferences>(manifest.Packages.Preferences.Count > 0)
        .AddIf<AddManifestPackages>(manifest.Packages.Install.Count > 0)
        .AddIf<AddStandardPackages>(manifest.Packages.InstallStandard)
        .AddIf<ValidateTrustedKeys>(manifest.Packages.TrustedKeys.Count > 0)
        .AddIf<InstallTrustedKeys>(manifest.Packages.TrustedKeys.Count > 0)
        .AddIf<WriteAptConf>(manifest.Packages.AptConf.Count > 0)
        .Add<WriteSources>()
        .AddIf<WritePreferences>(manifest.Packages.Preferences.Count > 0)
        .Add<AptConfigured>()
        .Add<DisableDaemonAutostart>()
        .Add<PreseedDebconf>()
        .Add<CopyResolverConfiguration>()
        .Add<InstallPackages>()
        .Add<RemoveResolverConfiguration>()
        .Add<EnableDaemonAutostart>()
        .Add<PurgeUnusedPackages>()
        .Add<CleanApt>();

    private static TaskSet AddLocale(this TaskSet tasks, Manifest manifest)
    {
        var generated = !SetDefaultLocale.IsBuiltIn(manifest.System);
        return tasks
            .AddIf<AddLocalesPackage>(generated)
            .AddIf<GenerateLocale>(generated)
            .Add<SetDefaultLocale>()
            .Add<SetTimezone>();
    }

    // A minimal system without netbase is not meant to have a network.
    private static TaskSet AddNetwork(this TaskSet tasks, Manifest manifest)
    {
        if (manifest.Bootstrapper.Variant == "minbase" && !manifest.Bootstrapper.IncludePackages.Any(p => p.Value == "netbase"))
            return tasks;
        return tasks
            .Add<AddNetworkPackages>()
            .Add<ConfigureInterfaces>()
            .Add<NetworkConfigured>()
            .Add<WriteHosts>()
            .AddIf<SetHostname>(manifest.System.Hostname is not null)
            .AddIf<RemoveHostname>(manifest.System.Hostname is null);
    }

    private static TaskSet AddGrub(this TaskSet tasks) => tasks
        .Add<AddGrubPackages>()
        .Add<SetGrubTerminalToConsole>()
        .Add<WriteGrubConfig>()
        .Add<InstallGrub>()
        .Add<WriteGrubMenu>();

    private static TaskSet AddSystemdBoot(this TaskSet tasks, Manifest manifest) => tasks
        .Add<AddSystemdBootPackages>()
        .AddIf<ChooseUnifiedKernels>(manifest.System.UnifiedKernel)
        .Add<ConfigureKernelInstall>()
        .Add<InstallSystemdBoot>()
        .Add<RegisterKernels>();

    private static TaskSet AddExtlinux(this TaskSet tasks) => tasks
        .Add<AddExtlinuxPackage>()
        .Add<ConfigureExtlinux>()
        .Add<InstallExtlinux>()
        .Add<WriteExtlinuxMenu>();

    private static TaskSet AddCleanup(this TaskSet tasks) => tasks
        .Add<ClearMotd>()
        .Add<CleanTemporaryFiles>()
        .Add<ClearMachineId>();
}
