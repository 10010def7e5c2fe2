using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;

namespace BootstrapVz.Common.Qemu;

/// <summary>Starts images in QEMU.</summary>
public sealed class QemuRunner(IHost host, IBuildLog log)
{
    private static readonly byte[] Qcow2Magic = [(byte)'Q', (byte)'F', (byte)'I', 0xfb];

    /// <summary>Starts an image with its console in the caller's hands.</summary>
    /// <exception cref="HostRequirementException">QEMU or the firmware is not installed.</exception>
    public async Task<QemuMachine> StartAsync(QemuOptions options, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("bootstrap-vz-qemu-").FullName;
        try
        {
            var command = await CommandAsync(options, folder, ct);
            return new(InteractiveProcess.Start(host, command, captured: true), folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Starts an image with this program's terminal as its console, until the machine ends. Ctrl-A X ends it at once.</summary>
    /// <returns>QEMU's exit code.</returns>
    /// <exception cref="HostRequirementException">QEMU or the firmware is not installed.</exception>
    public async Task<int> RunInteractiveAsync(QemuOptions options, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("bootstrap-vz-qemu-").FullName;
        try
        {
            var command = await CommandAsync(options, folder, ct);
            await using var process = InteractiveProcess.Start(host, command, captured: false);
            return await process.WaitAsync(ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The format of an image file by its first bytes: <c>qcow2</c> or <c>raw</c>.</summary>
    public static async Task<string> FormatAsync(string image, CancellationToken ct)
    {
        var magic = new byte[Qcow2Magic.Length];
        await using var file = File.OpenRead(image);
        var read = await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, ct);
        return magic.AsSpan(0, read).SequenceEqual(Qcow2Magic) ? "qcow2" : "raw";
    }

    private async Task<Command> CommandAsync(QemuOptions options, string folder, CancellationToken ct)
    {
        if (!File.Exists(options.Image))
            throw new BuildException($"there is no image '{options.Image}'");
        var program = QemuCommand.Program(options.Architecture);
        if (host.Find(program) is null)
            throw new HostRequirementException([new($"the program '{program}'", $"apt-get install {ToolPackages.Of(program)}")]);
        var firmware = options.HasUefi ? QemuFirmware.Prepare(options, folder) : null;
        var accelerator = await new KvmProbe(host).ChooseAsync(options.Architecture, ct);
        if (accelerator == Accelerator.Tcg)
            log.Info($"KVM does not work on this host for '{options.Architecture}': the machine is emulated, and takes {(options.Architecture.HasBios ? "half a minute" : "a minute or two")} to start");
        var command = QemuCommand.Build(options, await FormatAsync(options.Image, ct), accelerator, firmware);
        log.Debug("$ " + command);
        // Snapshots are kept here while the machine runs.
        return command with { Environment = new Dictionary<string, string?> { ["TMPDIR"] = folder } };
    }
}

/// <summary>A machine that runs; it is stopped when this is disposed.</summary>
public sealed class QemuMachine : IAsyncDisposable
{
    private readonly InteractiveProcess _process;
    private readonly string _folder;

    internal QemuMachine(InteractiveProcess process, string folder)
    {
        _process = process;
        _folder = folder;
        Console = new(process.Input, process.Output, () => process.Error.Length > 0 ? "QEMU said: " + process.Error : "QEMU said nothing");
    }

    /// <summary>The machine's serial console.</summary>
    public SerialConsole Console { get; }

    /// <summary>Presses the reset button.</summary>
    /// <remarks>Ctrl-A C leads from the console to the monitor and back: qemu(1), "Keys in the character backend multiplexer".</remarks>
    public async Task ResetAsync(CancellationToken ct)
    {
        await Console.SendLineAsync("\u0001csystem_reset", ct);
        await Console.SendLineAsync("\u0001c", ct);
    }

    /// <summary>Waits until the machine has been switched off.</summary>
    /// <returns>QEMU's exit code.</returns>
    public Task<int> WaitAsync(CancellationToken ct) => _process.WaitAsync(ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Console.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
