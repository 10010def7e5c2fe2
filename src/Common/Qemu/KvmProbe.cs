using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Common.Qemu;

/// <summary>
/// Finds out whether KVM works by starting something with it: its device may exist, and be of no use, where the host is a virtual
/// machine itself.
/// </summary>
public sealed class KvmProbe(IHost host)
{
    private const string Device = "/dev/kvm";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3); // 0.2 s where it works

    // mov dx, 0x3f8; mov al, 'K'; out dx, al; then halt for ever: a boot sector that says one letter on the serial port.
    private static readonly byte[] Code = [0xba, 0xf8, 0x03, 0xb0, (byte)'K', 0xee, 0xfa, 0xf4, 0xeb, 0xfc];

    /// <summary>The accelerator to use for a guest.</summary>
    public async Task<Accelerator> ChooseAsync(DebianArchitecture architecture, CancellationToken ct)
    {
        if (ArchitectureTable.IsForeign(architecture) || !CanOpen())
            return Accelerator.Tcg;
        // A boot sector is the BIOS's, and no half-working KVM has been seen elsewhere.
        return !architecture.HasBios || await SaysHelloAsync(ct) ? Accelerator.Kvm : Accelerator.Tcg;
    }

    private static bool CanOpen()
    {
        try
        {
            using var device = File.OpenHandle(Device, FileMode.Open, FileAccess.ReadWrite);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task<bool> SaysHelloAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("bootstrap-vz-kvm-").FullName;
        try
        {
            var sector = new byte[512];
            Code.CopyTo(sector, 0);
            (sector[510], sector[511]) = (0x55, 0xaa);
            var disk = Path.Combine(folder, "sector");
            await File.WriteAllBytesAsync(disk, sector, ct);
            await using var qemu = InteractiveProcess.Start(
                host,
                new("qemu-system-x86_64", "-machine", "pc", "-accel", "kvm", "-cpu", "host", "-m", "64M", "-nodefaults", "-display", "none",
                    "-serial", "stdio", "-drive", $"if=ide,format=raw,snapshot=on,file={disk}"),
                captured: true);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(Patience);
            var letter = new byte[1];
            return await qemu.Output.ReadAsync(letter, limit.Token) == 1 && letter[0] == (byte)'K';
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
        catch (HostRequirementException)
        {
            return false; // the start itself will say which program is missing
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
