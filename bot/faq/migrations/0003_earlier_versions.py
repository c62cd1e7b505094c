"""Every FAQ that an installation has already gets a first version, so that what staff change can be compared and taken back."""

from django.db import migrations
from django.utils import timezone


def record_earlier(apps, schema_editor):
    """What each FAQ says now becomes its version 1."""
    Faq, FaqVersion = apps.get_model("faq", "Faq"), apps.get_model("faq", "FaqVersion")
    fresh = []
    for faq in Faq.objects.prefetch_related("variants").iterator(chunk_size=500):
        variants = {}
        for variant in faq.variants.all():
            variants.setdefault(variant.language, []).append(variant.text)
        content = {
            "question": faq.question,
            "answer": faq.answer,
            "variants": variants,
            "tags": [],
            "quick_replies": [],
            "links": [],
            "valid_from": "",
            "valid_to": "",
            "sources": faq.sources,
        }
        fresh.append(
            FaqVersion(faq=faq, number=1, content=content, state="published", source="before", published_at=timezone.now())
        )
    FaqVersion.objects.bulk_create(fresh, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('faq', '0002_versions'),
    ]

    operations = [
        migrations.RunPython(record_earlier, migrations.RunPython.noop),
    ]
