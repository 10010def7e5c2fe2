using System.Globalization;
using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Boot;

/// <summary>How the kernel is started, whichever boot loader does it. Tasks change it in Preparation.</summary>
public sealed class BootSettings : IInput
{
    private readonly List<string> _arguments = [];

    /// <summary>Kernel arguments of every entry, beside those that name the root filesystem.</summary>
    public IReadOnlyList<string> KernelArguments => _arguments;

    /// <summary>How long the menu is shown; zero starts the first entry without one, as the original does.</summary>
    public TimeSpan Timeout { get; set; }

    /// <summary>Whether kernels are unified kernel images, where the boot loader can tell.</summary>
    public bool UnifiedKernel { get; set; }

    /// <summary>Adds kernel arguments.</summary>
    public void AppendKernelArguments(params IReadOnlyList<string> words) => _arguments.AddRange(words);

    /// <summary>The arguments for a boot loader that finds out nothing by itself: the root filesystem and how to mount it, then the others.</summary>
    /// <remarks>GRUB's menu has the same: grub.d/10_linux writes <c>root=</c>, <c>ro</c> and the subvolume.</remarks>
    public string CommandLine(PartitionLayout layout) => string.Join(' ',
    [
        $"root={Root(layout)}", "ro", .. layout.MountOf("/").Subvolume?.MountOption is { } subvolume ? (string[])["rootflags=" + subvolume] : [], .. _arguments,
    ]);

    // A logical volume may have snapshots, which have its filesystem's identifier too.
    private static string Root(PartitionLayout layout) => layout.PartitionOf(layout.Root) is { Group: not null } or { IsReadOnly: true } ? layout.Root.Source : "UUID=" + layout.Root.FilesystemUuid;

    /// <summary>The timeout in whole seconds, as boot loaders take it.</summary>
    public string TimeoutSeconds => ((int)Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    string IInput.InputText => $"{TimeoutSeconds} {UnifiedKernel}\n{string.Join('\n', _arguments)}";
}

/// <summary>A change of how the kernel is started.</summary>
public abstract class BootSetting(Action<BootSettings> change) : BuildTask
{
    /// <inheritdoc/>
    public sealed override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        change(build.Get<BootSettings>());
        return Task.CompletedTask;
    }
}

/// <summary>Sends the kernel's output to the first serial port; that of an x86 also before there are drivers.</summary>
[Task(Phase.Preparation, "Setting the kernel's console to the serial port")]
public sealed class SetConsoleToSerial(SystemOptions system) : BootSetting(boot => boot.AppendKernelArguments(
    ArchitectureTable.Get(system.Architecture) is { HasBios: false, SerialPort: var port } ? ["console=" + port] : ["console=ttyS0", "earlyprintk=ttyS0"]));
