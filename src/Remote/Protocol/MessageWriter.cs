using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BootstrapVz.Remote.Protocol;

/// <summary>Writes messages, whole lines only, from any thread.</summary>
/// <typeparam name="T">The messages of this side.</typeparam>
internal sealed class MessageWriter<T>(Stream stream, JsonTypeInfo<T> type)
{
    private readonly Lock _gate = new();
    private bool _broken;

    /// <summary>Writes one message. When the other side is gone nothing happens: its reader finds out.</summary>
    public void Write(T message)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, type), (byte)'\n'];
        lock (_gate)
        {
            if (_broken)
                return;
            try
            {
                stream.Write(line);
                stream.Flush();
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                _broken = true;
            }
        }
    }
}
